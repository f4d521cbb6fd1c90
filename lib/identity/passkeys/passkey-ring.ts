import type { EntityItem } from 'electrodb';
import { find } from '../../model/read.ts';
import { type Otherwise, unchanged, type Write, write, writeIf } from '../../model/write.ts';
import { tokenHash } from '../accounts/keys.ts';
import { Passkeys } from '../accounts/passkeys.entity.ts';
import { PasskeyClaims } from './passkey-claims.entity.ts';

/** All passkeys of a user as they stand. */
export type PasskeyRing = EntityItem<typeof Passkeys>;

export type Passkey = PasskeyRing['passkeys'][number];

/** So many go in one transaction with all sessions. */
export const mostPasskeys = 10;

export const emptyRing = (userId: string): PasskeyRing => ({ userId, version: 0, passkeys: [] });

export async function readRing(userId: string): Promise<PasskeyRing> {
  const ring = await find(Passkeys, { userId });
  return ring ?? emptyRing(userId);
}

export const credentialKey = (credentialId: string) => tokenHash(credentialId);

/** The write that puts other passkeys in the place of a ring's; refused when it is not as it was. */
export function changeRing<Outcome = never>(
  { userId, version }: PasskeyRing,
  passkeys: readonly Passkey[],
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  const changed = Passkeys.put({ userId, version: version + 1, passkeys: [...passkeys] }).where(
    (is, { eq, notExists }) => (version === 0 ? notExists(is.version) : eq(is.version, version)),
  );
  return writeIf(changed, otherwise);
}

/** The writes after which a user has no passkey; refused when one is registered meanwhile. */
export async function endPasskeys<Outcome = never>(
  userId: string,
  otherwise: Otherwise<Outcome>,
): Promise<Write<Outcome>[]> {
  const ring = await readRing(userId);
  if (ring.version === 0) {
    return [unchanged(Passkeys, { userId }, { version: undefined }, otherwise)];
  }
  return [
    changeRing(ring, [], otherwise),
    ...ring.passkeys.map(({ credentialId }) =>
      write(PasskeyClaims.delete({ credentialKey: credentialKey(credentialId) })),
    ),
  ];
}
