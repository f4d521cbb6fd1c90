import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { hangOnProfile } from './profile-frame.ts';

/** Leaves the caller without a profile image, now and when one is awaited. */
export const removeProfileImage = (ctx: Context<UserCaller>): Promise<undefined> =>
  ctx.commit([hangOnProfile(ctx.caller, { shown: null, awaited: null })], undefined);
