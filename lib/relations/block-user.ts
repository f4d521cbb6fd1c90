import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import type { RelationshipView } from '../identity/accounts/schema.ts';
import { retry } from '../model/retry.ts';
import { type Otherwise, type Write, write } from '../model/write.ts';
import { barrierChange } from './barrier.ts';
import { changeUnseen } from './block.ts';
import { cannotBlockSelf } from './errors.ts';
import { FollowRequests } from './follow-requests.entity.ts';
import { endedCounts, type Follow, followRemoval, noFollow, uncounting } from './follow-writes.ts';
import { readTies, type Ties } from './relationship.ts';

/**
 * Blocks somebody: from now on they and the caller see nothing of each other, and neither follows the
 * other. Blocking again changes nothing. Two requests.
 *
 * @throws AppError `sns.cannot_block_self` · `identity.user_not_found`
 */
export function blockUser(ctx: Context<UserCaller>, blockedId: string): Promise<RelationshipView> {
  return retry(async (again) => {
    const { userId } = ctx.caller;
    if (blockedId === userId) throw new AppError(cannotBlockSelf);
    const { other, ties, relationship } = await readTies(userId, blockedId);

    if (!relationship) return changeUnseen(ctx, blockedId, { other, ties }, true, again);
    if (relationship.blocking) return relationship;
    return ctx.commit(
      [
        barrierChange(userId, blockedId, ties.barrier, { blocking: true }, again),
        ...endOfFollows(userId, blockedId, ties, again),
      ],
      { ...relationship, following: false, requested: false, followedBy: false, blocking: true },
    );
  });
}

/**
 * The writes that end the follows between two users, with what counts them, and their wishes to;
 * refused when there are other follows than were read.
 */
function endOfFollows<Outcome = never>(
  userId: string,
  otherId: string,
  { follow, followBack }: Ties,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  const ended = (followerId: string, followeeId: string, found: Follow | null): Write<Outcome> =>
    found ? followRemoval(found, otherwise) : noFollow(followerId, followeeId, otherwise);
  return [
    ended(userId, otherId, follow),
    ended(otherId, userId, followBack),
    write(FollowRequests.delete({ requesterId: userId, targetId: otherId })),
    write(FollowRequests.delete({ requesterId: otherId, targetId: userId })),
    ...uncounting(userId, endedCounts({ following: follow, followed: followBack })),
    ...uncounting(otherId, endedCounts({ following: followBack, followed: follow })),
  ];
}
