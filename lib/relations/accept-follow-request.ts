import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import type { RelationshipView } from '../identity/accounts/schema.ts';
import { followRequestNotFound } from './errors.ts';
import { accept } from './follow-requests.ts';
import { readStanding } from './relationship.ts';

/**
 * Lets somebody who has asked follow the caller.
 *
 * @throws AppError `identity.user_not_found` · `sns.follow_request_not_found` ·
 * `sns.requester_limit_reached`
 */
export async function acceptFollowRequest(
  ctx: Context<UserCaller>,
  requesterId: string,
): Promise<RelationshipView> {
  const { userId } = ctx.caller;
  if (requesterId === userId) throw new AppError(followRequestNotFound);
  const { relationship } = await readStanding(userId, requesterId);
  const request = { requesterId, targetId: userId, now: ctx.now };
  return accept(ctx.commit, request, { ...relationship, followedBy: true });
}
