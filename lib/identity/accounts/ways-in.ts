import { check, condition, type Otherwise, type Write } from '../../model/write.ts';
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
  const { data } = await AddressClaims.get({ addressKey }).go({ consistent: true });
  if (data?.userId !== userId || data.passwordHash === undefined) return undefined;
  const has = check(AddressClaims, { addressKey }).where(
    (claim, { eq, exists }) => `${eq(claim.userId, userId)} AND ${exists(claim.passwordHash)}`,
  );
  return condition(has, otherwise);
}

export async function passkeyRemains<Outcome = never>(
  userId: string,
  otherwise: Otherwise<Outcome>,
): Promise<Write<Outcome> | undefined> {
  const { data } = await Passkeys.get({ userId }).go({ consistent: true });
  if (!data?.passkeys.length) return undefined;
  const has = check(Passkeys, { userId }).where(({ version }, { eq }) => eq(version, data.version));
  return condition(has, otherwise);
}

export async function identityRemains<Outcome = never>(
  userId: string,
  otherwise: Otherwise<Outcome>,
): Promise<Write<Outcome> | undefined> {
  const { data } = await LinkedIdentities.get({ userId }).go({ consistent: true });
  const provider = identityProviders.find((one) => data?.[one]);
  if (!provider) return undefined;
  const has = check(LinkedIdentities, { userId }).where((linked, { exists }) =>
    exists(linked[provider]),
  );
  return condition(has, otherwise);
}
