import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { readProfile } from './profiles.ts';
import type { OwnUserView } from './schema.ts';
import { toOwnUserView } from './user-view.ts';

/** The caller's own profile. @throws AppError `identity.user_not_found` */

export async function getMe(ctx: Context<UserCaller>): Promise<OwnUserView> {
  const { user, counters } = await readProfile(ctx.caller.userId);
  return toOwnUserView(user, counters);
}
