import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { fillPage } from '../model/fill-page.ts';
import { newestFirst } from '../model/pages.ts';
import type { Page, PageRequest } from '../schema/page.ts';
import { InboxGroups } from './groups.entity.ts';
import type { InboxKinds } from './kind.ts';
import { type Group, presentGroups } from './present.ts';
import type { InboxEntryView } from './schema.ts';

/**
 * What the caller is told of, the latest first. A page is one query and one batch with all that tells
 * what is shown of it; what has just been done can take a moment to appear.
 */
export function listInbox(
  { caller: { userId } }: Context<UserCaller>,
  kinds: InboxKinds,
  page: PageRequest,
): Promise<Page<InboxEntryView>> {
  return fillPage(
    {
      find: (limit, after) =>
        newestFirst(InboxGroups.query.inbox({ recipientId: userId }), {
          limit,
          after,
          keyOf: (entryId) => ({ entryId }),
        }),
      positionOf: ({ entryId }: Group) => entryId,
      present: (groups) => presentGroups(kinds, userId, groups),
    },
    page,
  );
}
