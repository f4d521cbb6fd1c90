import { challengeSeconds } from './passkey-challenge.ts';
import type { Passkey } from './passkey-ring.ts';
import type { PasskeyView } from './schema.ts';

/** EdDSA, ES256 and RS256 (RFC 9053, RFC 8812): one of them every authenticator has. */
export const keyAlgorithms = [-8, -7, -257] as const;

export const timeout = challengeSeconds * 1000;

/** What a passkey tells of whose it is, as its authenticator keeps it: base64url of the id. */
export const userHandleOf = (userId: string) => Buffer.from(userId).toString('base64url');

export function toPasskeyView({ passkeyId, name, createdAt, lastUsedAt }: Passkey): PasskeyView {
  return { id: passkeyId, name, createdAt, ...(lastUsedAt !== undefined && { lastUsedAt }) };
}
