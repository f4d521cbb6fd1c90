import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import type { RelationshipView } from '../identity/accounts/schema.ts';
import { writeIf } from '../model/write.ts';
import { followRequestNotFound } from './errors.ts';
import { FollowRequests } from './follow-requests.entity.ts';
import { readStanding } from './relationship.ts';

/**
 * Turns down somebody who has asked to follow the caller.
 *
 * @throws AppError `identity.user_not_found` · `sns.follow_request_not_found`
 */
export async function rejectFollowRequest(
  ctx: Context<UserCaller>,
  requesterId: string,
): Promise<RelationshipView> {
  const { userId: targetId } = ctx.caller;
  const { relationship } = await readStanding(targetId, requesterId);
  const removal = FollowRequests.remove({ targetId, requesterId });
  return ctx.commit([writeIf(removal, followRequestNotFound)], relationship);
}
