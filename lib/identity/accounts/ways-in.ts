import { find } from '../../model/read.ts';
import { check, condition, type Otherwise, unchanged, type Write } from '../../model/write.ts';
import { identityProviders } from '../../schema/identity-providers.ts';
import { AddressClaims } from './address-claims.entity.ts';
import { LinkedIdentities } from './linked-identities.entity.ts';
import { Passkeys } from './passkeys.entity.ts';

/* Each: the condition that a user still has this way to sign in; `undefined` when they have not. */

export async function passwordRemains<Outcome = never>(
  userId: string,
  addressKey: string | undefined,
  otherwise: Otherwise<Outcome>,
): Promise<Write<Outcome> | undefined> {
  if (addressKey === undefined) return undefined;
  const claim = await find(AddressClaims, { addressKey });
  if (claim?.userId !== userId || claim.passwordHash === undefined) return undefined;
  const has = check(AddressClaims, { addressKey }).where(
    (claim, { eq, exists }) => `${eq(claim.userId, userId)} AND ${exists(claim.passwordHash)}`,
  );
  return condition(has, otherwise);
}

export async function passkeyRemains<Outcome = never>(
  userId: string,
  otherwise: Otherwise<Outcome>,
): Promise<Write<Outcome> | undefined> {
  const ring = await find(Passkeys, { userId });
  if (!ring?.passkeys.length) return undefined;
  return unchanged(Passkeys, { userId }, { version: ring.version }, otherwise);
}

export async function identityRemains<Outcome = never>(
  userId: string,
  otherwise: Otherwise<Outcome>,
): Promise<Write<Outcome> | undefined> {
  const linked = await find(LinkedIdentities, { userId });
  const provider = identityProviders.find((one) => linked?.[one]);
  if (!provider) return undefined;
  const has = check(LinkedIdentities, { userId }).where((linked, { exists }) =>
    exists(linked[provider]),
  );
  return condition(has, otherwise);
}
