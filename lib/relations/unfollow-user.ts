import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import type { RelationshipView } from '../identity/accounts/schema.ts';
import { retry } from '../model/retry.ts';
import { writeIf } from '../model/write.ts';
import { cannotFollowSelf } from './errors.ts';
import { FollowRequests } from './follow-requests.entity.ts';
import { endedCounts, followRemoval, noFollow, uncounting } from './follow-writes.ts';
import { readStanding } from './relationship.ts';

/**
 * Stops following somebody, or asking to; who does neither changes nothing. Their posts are gone from the
 * caller's timeline at once.
 *
 * @throws AppError `sns.cannot_follow_self` · `identity.user_not_found`
 */
export function unfollowUser(
  ctx: Context<UserCaller>,
  followeeId: string,
): Promise<RelationshipView> {
  return retry(async (again) => {
    const followerId = ctx.caller.userId;
    if (followeeId === followerId) throw new AppError(cannotFollowSelf);
    const { ties, relationship } = await readStanding(followerId, followeeId);

    if (!ties.follow) {
      if (!ties.request) return relationship;
      const withdrawal = FollowRequests.remove({ targetId: followeeId, requesterId: followerId });
      return ctx.commit([writeIf(withdrawal, again), noFollow(followerId, followeeId, again)], {
        ...relationship,
        requested: false,
      });
    }
    return ctx.commit(
      [
        followRemoval(ties.follow, again),
        ...uncounting(followeeId, endedCounts({ followed: ties.follow })),
        ...uncounting(followerId, endedCounts({ following: ties.follow })),
      ],
      { ...relationship, following: false },
    );
  });
}
