import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { fillPage } from '../model/fill-page.ts';
import { find } from '../model/read.ts';
import { InboxGroups } from './groups.entity.ts';
import type { InboxKinds } from './kind.ts';
import { InboxPositions } from './positions.entity.ts';
import { type Group, shownGroups } from './present.ts';
import { mostCounted } from './schema.ts';

/**
 * How many entries of the caller's inbox are shown and not read, counted to {@link mostCounted}, or as
 * far as the budget of a page goes.
 */
export async function countUnread(
  { caller: { userId } }: Context<UserCaller>,
  kinds: InboxKinds,
): Promise<{ count: number; hasMore: boolean }> {
  const position = await find(InboxPositions, { userId });
  const unread = { entryId: position?.upTo ?? '' };
  const { items, nextCursor } = await fillPage(
    {
      async find(limit, after) {
        const entries = InboxGroups.query.inbox({ recipientId: userId });
        const found = await (after === undefined
          ? entries.gt(unread)
          : entries.between(unread, { entryId: after })
        ).go({ order: 'desc', limit: limit + 1 });
        // The ends of a span are in it.
        return found.data
          .filter(({ entryId }) => entryId > unread.entryId && entryId !== after)
          .slice(0, limit);
      },
      positionOf: ({ entryId }: Group) => entryId,
      present: (groups) => shownGroups(kinds, userId, groups),
    },
    { limit: mostCounted, after: undefined },
  );
  return { count: items.length, hasMore: nextCursor !== null };
}
