import type { Commit } from '../model/commit.ts';
import { type Write, write, writeIf } from '../model/write.ts';
import { followRequestNotFound, requesterLimitReached } from './errors.ts';
import { FollowRequests } from './follow-requests.entity.ts';
import { followWrites } from './follow-writes.ts';

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
