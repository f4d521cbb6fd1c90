import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import type { RelationshipView } from '../identity/accounts/schema.ts';
import { setMute } from './mute.ts';

/**
 * Takes a mute back: what was posted meanwhile is in the timeline as well.
 *
 * @throws AppError `sns.cannot_mute_self` · `identity.user_not_found`
 */
export const unmuteUser = (ctx: Context<UserCaller>, mutedId: string): Promise<RelationshipView> =>
  setMute(ctx, mutedId, false);
