import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { firstIdAt } from '../ids.ts';
import { writeIf } from '../model/write.ts';
import { InboxGroups } from './groups.entity.ts';
import { InboxPositions } from './positions.entity.ts';

/**
 * Marks what the caller has read. It only goes forward, and no further than to now or to the latest
 * entry, which another clock may have made; answers how far they have read.
 */
export async function markInboxRead(
  ctx: Context<UserCaller>,
  { upTo }: { upTo: string },
): Promise<{ upTo: string }> {
  const { userId } = ctx.caller;
  const now = firstIdAt('inboxEntry', new Date(ctx.now.getTime() + 1));
  const position = upTo < now ? upTo : await noFurtherThanLatest(userId, upTo, now);
  const forward = InboxPositions.put({ userId, upTo: position }).where(
    (is, { notExists, lt }) => `${notExists(is.upTo)} OR ${lt(is.upTo, position)}`,
  );
  return ctx.commit(
    [
      writeIf(forward, (existing) => {
        const present = existing && InboxPositions.parse({ Item: existing }).data;
        return { upTo: present?.upTo ?? position };
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
