import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import type { OwnUserView } from '../accounts/schema.ts';
import { toOwnUserView } from '../accounts/user-view.ts';
import { readProfile } from './profiles.ts';

/** The caller's own profile. @throws AppError `identity.user_not_found` */
export async function getMe(ctx: Context<UserCaller>): Promise<OwnUserView> {
  const { user, counters } = await readProfile(ctx.caller.userId);
  return toOwnUserView(user, counters);
}
