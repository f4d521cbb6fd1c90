import { readFile } from 'node:fs/promises';
import { readParameter } from './aws/ssm.ts';
import { now } from './clock.ts';
import { config } from './config.ts';

/** Parameters kept in SSM, below `/moa/<stage>/`. None is derived from another. */
export type SecretName =
  /** Signs access tokens, and tokens of sign-ins in two steps. */
  | 'signing-keys'
  /** Their public halves. */
  | 'verification-keys'
  /** Makes refresh tokens. */
  | 'refresh-token-key'
  /** Makes the tokens that are mailed: to verify an address, to set a new password. */
  | 'mailed-token-key'
  /** Seals the secrets of authenticator apps, and hashes recovery codes. */
  | 'second-factor-key'
  /** Makes the challenges that passkeys answer. */
  | 'passkey-challenge-key'
  /** Seals cursors and the outcomes of idempotent requests: it lets nobody in. */
  | 'sealing-key';

interface Held {
  text: Promise<string>;
  readAt: number;
}

const held = new Map<SecretName, Held>();
const keepMilliseconds = 5 * 60_000;

/** For who must know whether a secret can be read now. */
export const freshMilliseconds = 1000;

/**
 * The text of a secret, kept for five minutes unless said, and longer while it cannot be read again.
 *
 * @param keep milliseconds for which what was read before is good enough
 */
export function readSecret(name: SecretName, keep = keepMilliseconds): Promise<string> {
  const known = held.get(name);
  const time = now().getTime();
  // A clock that was set back must not keep what was read before.
  const age = known ? Math.abs(time - known.readAt) : Number.POSITIVE_INFINITY;
  if (known && age < keep) return known.text;
  const text = load(name).catch((error: unknown) => {
    if (known) return known.text;
    held.delete(name);
    throw error;
  });
  held.set(name, { text, readAt: time });
  return text;
}

async function load(name: SecretName): Promise<string> {
  const [kind, place] = splitOnce(config.secretsSource);
  if (kind === 'file') return readFile(`${place}/${name}.json`, 'utf8');
  return readParameter(`${place}/${name}`);
}

function splitOnce(source: string): [string, string] {
  const colon = source.indexOf(':');
  return [source.slice(0, colon), source.slice(colon + 1)];
}
