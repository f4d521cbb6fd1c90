import type { EntityItem } from 'electrodb';
import { invalidCredentials } from '../../auth/errors.ts';
import { check, condition, type Otherwise, type Write, writeIf } from '../../model/write.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { passwordMark } from '../accounts/password-mark.ts';

type AddressClaim = EntityItem<typeof AddressClaims>;

/**
 * The condition that the password which was verified is still the one: a sign-in that began before it
 * was changed must not end after.
 */
export function passwordIs<Outcome = never>(
  { addressKey, passwordHash }: AddressClaim,
  otherwise: Otherwise<Outcome> = invalidCredentials,
): Write<Outcome> {
  const same = check(AddressClaims, { addressKey }).where((claim, { eq }) =>
    eq(claim.passwordHash, passwordHash),
  );
  return condition(same, otherwise);
}

/** The write that puts another password in the place of the one in `claim`. */
export function setPassword<Outcome = never>(
  claim: AddressClaim,
  passwordHash: string,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  return replaceHash(claim, { passwordHash }, otherwise);
}

/** The write that keeps an imported password as ours are kept, once its owner has told it. */
export function rehash<Outcome = never>(
  claim: AddressClaim,
  passwordHash: string,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  return replaceHash(claim, { passwordHash, importedMark: passwordMark(claim) }, otherwise);
}

function replaceHash<Outcome = never>(
  { addressKey, userId, passwordHash: old, prehash, importedMark }: AddressClaim,
  values: { passwordHash: string; importedMark?: string },
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  const gone = [
    ...(prehash ? (['prehash', 'prehashScheme', 'prehashCost'] as const) : []),
    ...(importedMark ? (['importedMark'] as const) : []),
  ];
  const change = AddressClaims.patch({ addressKey })
    .set(values)
    .remove(gone)
    .where((claim, { eq, notExists }) => {
      const isOld = old === undefined ? notExists(claim.passwordHash) : eq(claim.passwordHash, old);
      return `${eq(claim.userId, userId)} AND ${isOld}`;
    });
  return writeIf(change, otherwise);
}
