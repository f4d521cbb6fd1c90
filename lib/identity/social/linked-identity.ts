import type { ProvenIdentity } from '../../auth/id-tokens.ts';
import { type Otherwise, type Write, writeIf } from '../../model/write.ts';
import type { IdentityProvider } from '../../schema/identity-providers.ts';
import { identityKey } from '../accounts/keys.ts';
import { LinkedIdentities } from '../accounts/linked-identities.entity.ts';
import { IdentityClaims } from './identity-claims.entity.ts';

/** What an account keeps of an identity by which it is signed in to. */
export interface LinkedIdentity {
  identityKey: string;
  email?: string;
  /** RFC 3339. */
  linkedAt: string;
}

/** A proven identity as it stands with the account that it signs in to. */
export function toLinkedIdentity(
  { email, ...identity }: ProvenIdentity,
  now: Date,
): LinkedIdentity {
  return {
    identityKey: identityKey(identity),
    ...(email !== undefined && { email }),
    linkedAt: now.toISOString(),
  };
}

/**
 * The writes that link an identity to an account. They are refused when the identity is claimed by
 * now, or another of that provider is linked.
 */
export function linkWrites<Outcome = never>(
  userId: string,
  provider: IdentityProvider,
  identity: LinkedIdentity,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  const change: Partial<Record<IdentityProvider, LinkedIdentity>> = { [provider]: identity };
  const linked = LinkedIdentities.update({ userId })
    .set(change)
    .where((was, { notExists }) => notExists(was[provider]));
  return [
    writeIf(IdentityClaims.create({ identityKey: identity.identityKey, userId }), otherwise),
    writeIf(linked, otherwise),
  ];
}
