import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { firstIdAt } from '../ids.ts';
import { fillPage } from '../model/fill-page.ts';
import { write } from '../model/write.ts';
import type { Page, PageRequest } from '../schema/page.ts';
import { InboxGroups } from './groups.entity.ts';
import { InboxPositions } from './positions.entity.ts';
import { type Group, presentGroups, shownGroups } from './present.ts';
import { type InboxEntryView, mostCounted } from './schema.ts';

/**
 * What the caller is told of, the latest first. A page is one query and one batch with all that tells
 * what is shown of it; what has just been done can take a moment to appear.
 */
export function readInbox(
  { caller: { userId } }: Context<UserCaller>,
  page: PageRequest,
): Promise<Page<InboxEntryView>> {
  return fillPage(
    {
      async find(limit, after) {
        const entries = InboxGroups.query.inbox({ recipientId: userId });
        const { data } = await (after === undefined ? entries : entries.lt({ entryId: after })).go({
          order: 'desc',
          limit,
        });
        return data;
      },
      positionOf: ({ entryId }: Group) => entryId,
      present: (groups) => presentGroups(userId, groups),
    },
    page,
  );
}

/**
 * How many entries of the caller's inbox are shown and not read, counted to {@link mostCounted}, or as
 * far as the budget of a page goes.
 */
export async function countUnread({
  caller: { userId },
}: Context<UserCaller>): Promise<{ count: number; hasMore: boolean }> {
  const { data } = await InboxPositions.get({ userId }).go({ consistent: true });
  const unread = { entryId: data?.upTo ?? '' };
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
      present: (groups) => shownGroups(userId, groups),
    },
    { limit: mostCounted, after: undefined },
  );
  return { count: items.length, hasMore: nextCursor !== null };
}

/**
 * Marks what the caller has read. It only goes forward, and no further than to now or to the latest
 * entry, which another clock may have made; answers how far they have read.
 */
export async function markRead(
  ctx: Context<UserCaller>,
  { upTo }: { upTo: string },
): Promise<{ upTo: string }> {
  const { userId } = ctx.caller;
  const now = firstIdAt('inboxEntry', new Date(ctx.now.getTime() + 1));
  const position = upTo < now ? upTo : await noFurtherThanLatest(userId, upTo, now);
  const forward = InboxPositions.put({ userId, upTo: position }).where(
    (is, { notExists, lt }) => `${notExists(is.upTo)} OR ${lt(is.upTo, position)}`,
  );
  return ctx.commit<{ upTo: string }>(
    [
      write(forward, {
        otherwise: (existing) => {
          const present = existing && InboxPositions.parse({ Item: existing }).data;
          return { upTo: present?.upTo ?? position };
        },
      }),
    ],
    { upTo: position },
  );
}

async function noFurtherThanLatest(userId: string, upTo: string, now: string): Promise<string> {
  const { data } = await InboxGroups.query
    .inbox({ recipientId: userId })
    .go({ order: 'desc', limit: 1 });
  const latest = data[0]?.entryId ?? now;
  const end = latest > now ? latest : now;
  return upTo < end ? upTo : end;
}
