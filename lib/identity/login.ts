import type { AnonymousCaller } from '../auth/caller.ts';
import { verifyPassword } from '../auth/password-hash.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { AddressClaims } from './address-claims.entity.ts';
import { addressKey } from './keys.ts';
import { passwordIs } from './passwords.ts';
import type { LoginInput, LoginView } from './schema.ts';
import { completeSignIn, readAccount } from './sign-in.ts';

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
  const account = await readAccount(claim.userId);
  if (!account) throw new AppError('auth.invalid_credentials');
  const writes = [passwordIs(claim)];
  return completeSignIn(ctx, { ...account, device: input.device, writes });
}
