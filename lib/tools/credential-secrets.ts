import { sealingKeys } from '../crypto/sealing-keys.ts';
import { type CredentialSecret, keySet, newSymmetricKey, type Secrets } from './make-secrets.ts';

/* Stages that were made before had one secret, `sealing-key`, for all that these are for now. */

/** In the order in which they are made: the first one tells of a change that stopped half-way. */
const credentialSecrets = [
  'refresh-token-key',
  'second-factor-key',
  'mailed-token-key',
  'passkey-challenge-key',
] as const satisfies CredentialSecret[];

/** What they made is honoured for long: sessions, authenticator apps and recovery codes stay. */
const takeOver: readonly CredentialSecret[] = ['refresh-token-key', 'second-factor-key'];

const keysOf = (text: string | undefined) =>
  text === undefined ? [] : sealingKeys.parse(JSON.parse(text)).keys;

/** Whether what `sealing-key` makes still counts as a credential. */
function isShared(secrets: Partial<Secrets>): boolean {
  const sealing = keysOf(secrets['sealing-key']);
  return takeOver.some((name) => keysOf(secrets[name]).some((key) => sealing.includes(key)));
}

/**
 * The secrets that a stage of before lacks, to be written one after the other. What was made by
 * `sealing-key` stays good where it must. Nothing for any other stage, also for one that lost some.
 */
export function missingCredentialSecrets(
  secrets: Partial<Secrets>,
): [name: CredentialSecret, text: string][] {
  const missing = credentialSecrets.filter((name) => secrets[name] === undefined);
  if (missing.length < credentialSecrets.length && !isShared(secrets)) return [];
  const former = keysOf(secrets['sealing-key']);
  return missing.map((name) => [
    name,
    keySet(newSymmetricKey(), ...(takeOver.includes(name) ? former : [])),
  ]);
}

/**
 * A new `sealing-key` where the present one makes credentials as well; `undefined` where it makes none.
 * Cursors and outcomes that the old one sealed are void then.
 */
export const separateSealingKey = (secrets: Partial<Secrets>): string | undefined =>
  isShared(secrets) ? keySet(newSymmetricKey()) : undefined;
