import type { AnonymousCaller } from '../auth/caller.ts';
import { verifyPassword } from '../auth/password-hash.ts';
import { config } from '../config.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { getTogether, one } from '../model/read.ts';
import { AddressClaims } from './address-claims.entity.ts';
import { userRead } from './authors.ts';
import { addressKey } from './keys.ts';
import type { LoginInput, LoginView } from './schema.ts';
import { beginSession } from './sessions.ts';
import { UserCounters } from './user-counters.entity.ts';
import { toOwnUserView } from './user-view.ts';

/**
 * Signs a user in on a device.
 *
 * @throws AppError `auth.invalid_credentials`; after a right password also `auth.account_suspended`
 * and `auth.email_not_verified`
 */
export async function login(ctx: Context<AnonymousCaller>, input: LoginInput): Promise<LoginView> {
  const { data: claim } = await AddressClaims.get({ addressKey: addressKey(input.email) }).go({
    consistent: true,
  });
  const isRight = await verifyPassword(input.password, claim?.passwordHash);
  if (!claim || !isRight) throw new AppError('auth.invalid_credentials');
  // Only now: whatever was read for known addresses alone could be told by the time it takes.
  const { userId } = claim;
  const [user, counters] = await getTogether(
    [userRead(userId), one(UserCounters, UserCounters.get({ userId }))],
    { consistent: true },
  );
  if (!user) throw new AppError('auth.invalid_credentials');
  if (user.status === 'suspended') throw new AppError('auth.account_suspended');
  if (config.requireVerifiedEmail && !user.emailVerified) {
    throw new AppError('auth.email_not_verified');
  }
  const { ip: source } = ctx.caller.source;
  const begun = await beginSession(user, { device: input.device, source }, ctx.now);
  return ctx.commit<LoginView>([begun.write], {
    ...begun.tokens,
    session: begun.session,
    user: toOwnUserView(user, counters),
  });
}
