import { tokenInvalid } from '../auth/errors.ts';
import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { accountIs } from '../identity/accounts/account-is.ts';
import type { RelationshipView } from '../identity/accounts/schema.ts';
import { userNotFound } from '../identity/errors.ts';
import { retry } from '../model/retry.ts';
import { write, writeIf } from '../model/write.ts';
import { noBlock } from './barrier.ts';
import { cannotFollowBlocked, cannotFollowSelf, followingLimitReached } from './errors.ts';
import { FollowRequests } from './follow-requests.entity.ts';
import { followWrites, noFollow } from './follow-writes.ts';
import { privacyIs } from './privacy.ts';
import { readStanding } from './relationship.ts';

/**
 * Follows somebody, or asks to, where their account is private; doing it again changes nothing. Two
 * requests: how the two stand to each other is read first, and again when it changes before the follow
 * is written.
 *
 * @throws AppError `sns.cannot_follow_self` · `sns.cannot_follow_blocked` ·
 * `sns.following_limit_reached` · `identity.user_not_found`
 */
export function followUser(
  ctx: Context<UserCaller>,
  followeeId: string,
): Promise<RelationshipView> {
  return retry(async (again) => {
    const followerId = ctx.caller.userId;
    if (followeeId === followerId) throw new AppError(cannotFollowSelf);
    const { other, ties, relationship } = await readStanding(followerId, followeeId);
    if (relationship.blocking) throw new AppError(cannotFollowBlocked);
    if (relationship.following || (other.isPrivate && relationship.requested)) return relationship;

    const conditions = [
      noBlock(followerId, followeeId, again),
      privacyIs(followeeId, other.isPrivate, again),
    ];
    if (other.isPrivate) {
      const asked = FollowRequests.create({
        targetId: followeeId,
        requesterId: followerId,
        requestedAt: ctx.now.toISOString(),
      });
      return ctx.commit(
        [
          writeIf(asked, again),
          noFollow(followerId, followeeId, again),
          accountIs(followerId, 'active', tokenInvalid),
          ...conditions,
        ],
        { ...relationship, requested: true },
      );
    }
    return ctx.commit(
      [
        ...followWrites(
          { followerId, followeeId, now: ctx.now },
          {
            exists: again,
            followeeIsGone: userNotFound,
            // The access token of an account that has just been deleted or suspended works for seconds.
            followerIsGone: tokenInvalid,
            followerFollowsMost: followingLimitReached,
          },
        ),
        // From when the account was private.
        ...(ties.request
          ? [write(FollowRequests.delete({ targetId: followeeId, requesterId: followerId }))]
          : []),
        ...conditions,
      ],
      { ...relationship, following: true, requested: false },
    );
  });
}
