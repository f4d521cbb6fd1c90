import { acceptFollowRequests as acceptCommand } from '../../events/messages/sns.ts';
import { acceptFollowRequests as queue } from '../../events/queues/sns.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { accountRead, isThere } from '../identity/accounts/authors.ts';
import type { Commit } from '../model/commit.ts';
import { getTogether } from '../model/read.ts';
import { type Write, write, writeIf } from '../model/write.ts';
import { continueLater } from '../queue/continue-later.ts';
import { draft } from '../queue/message.ts';
import { followRequestNotFound, requesterLimitReached } from './errors.ts';
import { FollowRequests } from './follow-requests.entity.ts';
import { followWrites } from './follow-writes.ts';
import { privacyIs } from './privacy.ts';

interface Request {
  requesterId: string;
  targetId: string;
  now: Date;
}

/**
 * Makes a follow of a request. Who asks is not blocked: a block takes the request away.
 *
 * @throws AppError `sns.follow_request_not_found` · `sns.requester_limit_reached`
 */
export function accept<Outcome = never>(
  commit: Commit,
  { requesterId, targetId, now }: Request,
  outcome: Outcome,
  conditions: readonly Write<Outcome>[] = [],
): Promise<Outcome> {
  const request = { targetId, requesterId };
  return commit(
    [
      writeIf(FollowRequests.remove(request), followRequestNotFound),
      ...followWrites(
        { followerId: requesterId, followeeId: targetId, isAccepted: true, now },
        {
          // They have followed by themselves, when the account was public for a moment.
          exists: () => commit([write(FollowRequests.delete(request))], outcome),
          followeeIsGone: followRequestNotFound,
          followerIsGone: followRequestNotFound,
          followerFollowsMost: requesterLimitReached,
        },
      ),
      ...conditions,
    ],
    outcome,
  );
}

/** Requests that one run accepts; a command goes on with the rest. */
const perRun = 50;

export interface Acceptance {
  targetId: string;
  /** Where an earlier run stopped. */
  after?: string | undefined;
}

/**
 * Accepts what was asked of an account that has become public, as long as it is. Who follows as many
 * as one can goes on asking.
 */
export async function acceptAll(ctx: Context, { targetId, after }: Acceptance): Promise<void> {
  const [target] = await getTogether([accountRead(targetId)], { consistent: true });
  if (!target || target.isPrivate || !isThere(target)) return;
  const { data: requests, cursor } = await FollowRequests.query
    .requests({ targetId })
    .go({ consistent: true, limit: perRun, cursor: after ?? null });
  for (const { requesterId } of requests) {
    try {
      await accept(ctx.apply, { requesterId, targetId, now: ctx.now }, undefined, [
        privacyIs(targetId, false, followRequestNotFound),
      ]);
    } catch (error) {
      if (!(error instanceof AppError) || !unacceptable.has(error.code)) throw error;
    }
  }
  if (cursor === null) return;
  const rest = draft(acceptCommand, targetId, { targetId, after: cursor });
  await continueLater(ctx, queue, [rest], cursor);
}

const unacceptable: ReadonlySet<string> = new Set([
  followRequestNotFound.code,
  requesterLimitReached.code,
]);
