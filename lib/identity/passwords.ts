import type { EntityItem } from 'electrodb';
import { check, condition, type Write } from '../model/write.ts';
import { AddressClaims } from './address-claims.entity.ts';

type AddressClaim = EntityItem<typeof AddressClaims>;

/**
 * The condition that the password which was verified is still the one: a sign-in that began before it
 * was changed must not end after.
 */
export function passwordIs({ addressKey, passwordHash }: AddressClaim): Write<never> {
  const same = check(AddressClaims, { addressKey }).where((claim, { eq }) =>
    eq(claim.passwordHash, passwordHash),
  );
  return condition(same, { otherwise: 'auth.invalid_credentials' });
}
