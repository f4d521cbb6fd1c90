import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import type { RelationshipView } from '../identity/accounts/schema.ts';
import { setMute } from './mute.ts';

/**
 * Mutes somebody: the caller's own timeline shows nothing of them, which they do not learn. Muting
 * again changes nothing.
 *
 * @throws AppError `sns.cannot_mute_self` · `identity.user_not_found`
 */
export const muteUser = (ctx: Context<UserCaller>, mutedId: string): Promise<RelationshipView> =>
  setMute(ctx, mutedId, true);
