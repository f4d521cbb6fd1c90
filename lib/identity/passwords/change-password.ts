import { invalidCredentials } from '../../auth/errors.ts';
import type { SessionCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { hashPassword, verifyPassword } from '../../crypto/password-hash.ts';
import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { Users } from '../accounts/users.entity.ts';
import { userNotFound } from '../errors.ts';
import { endSessions } from '../sessions/session-roster.ts';
import { requireGoodPassword } from './password-policy.ts';
import { setPassword } from './passwords.ts';
import type { ChangePasswordInput } from './schema.ts';

/**
 * Sets another password and ends the caller's other sessions.
 *
 * @throws AppError `auth.invalid_credentials` when `currentPassword` is not the password ·
 * `request.invalid` for a bad new one · `identity.user_not_found`
 */
export async function changePassword(
  ctx: Context<SessionCaller>,
  { currentPassword, newPassword }: ChangePasswordInput,
): Promise<undefined> {
  const { caller, now } = ctx;
  const { userId, sessionId: but } = caller;
  const user = await find(Users, { userId });
  if (!user) throw new AppError(userNotFound);
  const { email, addressKey, name } = user;
  if (email === undefined || addressKey === undefined) {
    throw new AppError(invalidCredentials);
  }
  requireGoodPassword(newPassword, { email, name }, 'newPassword');
  const claim = await find(AddressClaims, { addressKey });
  const isRight = await verifyPassword(currentPassword, claim);
  if (!claim || !isRight) throw new AppError(invalidCredentials);
  const passwordHash = await hashPassword(newPassword);
  return retry(async (again) =>
    ctx.commit(
      [
        setPassword(claim, passwordHash, invalidCredentials),
        ...(await endSessions(userId, { but, now, otherwise: again })),
      ],
      undefined,
    ),
  );
}
