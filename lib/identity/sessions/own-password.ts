import type { EntityItem } from 'electrodb';
import { invalidCredentials } from '../../auth/errors.ts';
import { verifyPassword } from '../../crypto/password-hash.ts';
import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { Users } from '../accounts/users.entity.ts';

/**
 * That a user who is signed in knows their password as well; answers the claim that it stands with.
 *
 * @throws AppError `auth.invalid_credentials`, also for who has none
 */
export async function requireOwnPassword(
  userId: string,
  password: string,
): Promise<EntityItem<typeof AddressClaims>> {
  const user = await find(Users, { userId });
  const addressKey = user?.addressKey;
  if (addressKey === undefined) throw new AppError(invalidCredentials);
  const claim = await find(AddressClaims, { addressKey });
  const isRight = await verifyPassword(password, claim);
  if (!isRight || claim?.userId !== userId) throw new AppError(invalidCredentials);
  return claim;
}
