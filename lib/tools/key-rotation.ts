import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { publishedKeysAge, signingKeySet, verificationKeySet } from '../auth/keys.ts';
import { accessTokenSeconds } from '../auth/tokens.ts';
import type { SecretName } from '../secrets.ts';
import { missingCredentialSecrets, separateSealingKey } from './credential-secrets.ts';
import { makeSecrets, makeSigningKey, type Secrets } from './make-secrets.ts';
import type { SecretStore } from './secret-store.ts';

/** The store may answer an older text for a moment. */
const storeMilliseconds = 10_000;

/** Standard clients, jose's for one, look for a key that they do not know at most so often. */
const clientCooldownMilliseconds = 30_000;

/** How long it takes until everybody who verifies tokens can know of a new key. */
export const spreadMilliseconds =
  storeMilliseconds +
  publishedKeysAge.containerMilliseconds +
  publishedKeysAge.clientSeconds * 1000 +
  clientCooldownMilliseconds;

/** How long a container may go on signing with a key that is not the first any more. */
const signerKeepsSeconds = 3600;

const datedKey = verificationKeySet.shape.keys.element.extend({
  /** When another key took over; the keys of a stage say it, what clients see does not. */
  retiredAt: z.iso.datetime().optional(),
});

export interface Rotation {
  created: string;
  removed: string[];
}

/**
 * Puts a new signing key in place while requests go on: every verifier can know it before anybody
 * signs with it, and the keys before it stay until their last tokens have expired. A stage without
 * secrets gets all of them. One of before, when `sealing-key` stood for all credentials, gets the secrets
 * for them, and by the next rotation a `sealing-key` that makes none: in between, functions of before and
 * of now both work.
 *
 * @throws Error in one line when the secrets cannot be read or another rotation came in between
 */
export async function rotateKeys(
  store: SecretStore,
  { now, wait = pause }: { now: Date; wait?: (milliseconds: number) => Promise<unknown> },
): Promise<Rotation> {
  const texts = await readAll(store);
  if (!texts) return createAll(store);
  const { keys } = z
    .object({ keys: z.array(datedKey).min(1) })
    .parse(JSON.parse(texts['verification-keys']));
  const signing = signingKeySet.parse(JSON.parse(texts['signing-keys']));
  const { d, ...publicKey } = makeSigningKey();

  const dead = now.getTime() - (accessTokenSeconds + signerKeepsSeconds) * 1000;
  const isAlive = ({ retiredAt }: { retiredAt?: string | undefined }) =>
    retiredAt === undefined || Date.parse(retiredAt) > dead;
  const [current] = signing.keys;
  // What signs until now retires now, whatever a rotation that stopped half-way has said of it.
  const retired = keys.map((key) => ({
    ...key,
    retiredAt: (key.kid === current?.kid ? undefined : key.retiredAt) ?? now.toISOString(),
  }));
  const kept = [publicKey, ...retired.filter(isAlive)];
  await store.write('verification-keys', JSON.stringify({ keys: kept }));

  await wait(spreadMilliseconds);
  const known = verificationKeySet.parse(JSON.parse(await readKeys(store)));
  if (!known.keys.some(({ kid }) => kid === publicKey.kid)) {
    throw new Error('Another rotation came in between: nothing signs with the new key, try again');
  }
  const signers = [{ ...publicKey, d }, ...(current ? [current] : [])];
  await store.write('signing-keys', JSON.stringify({ keys: signers }));
  return {
    created: publicKey.kid,
    removed: retired.filter((key) => !isAlive(key)).map(({ kid }) => kid),
  };
}

const names = [
  'signing-keys',
  'verification-keys',
  'refresh-token-key',
  'mailed-token-key',
  'second-factor-key',
  'passkey-challenge-key',
  'sealing-key',
] as const satisfies SecretName[];

/** All secrets, or `undefined` when the stage has none yet. */
async function readAll(store: SecretStore): Promise<Secrets | undefined> {
  const texts = await Promise.all(
    names.map(async (name) => [name, await store.read(name)] as const),
  );
  const found = texts.filter(([, text]) => text !== undefined);
  if (found.length === 0) return undefined;
  const present = Object.fromEntries(found) as Partial<Secrets>;
  const added = await separateCredentials(store, present);
  const missing = names.filter((name) => present[name] === undefined && added[name] === undefined);
  if (missing.length > 0) {
    throw new Error(`${missing.join(' and ')} cannot be found: restore it before keys are changed`);
  }
  return { ...present, ...added } as Secrets;
}

/** Writes what a stage of before needs next; answers the secrets that are new. */
async function separateCredentials(
  store: SecretStore,
  present: Partial<Secrets>,
): Promise<Partial<Secrets>> {
  const missing = missingCredentialSecrets(present);
  for (const [name, text] of missing) await store.write(name, text);
  if (missing.length > 0) return Object.fromEntries(missing);
  const sealing = separateSealingKey(present);
  if (sealing === undefined) return {};
  await store.write('sealing-key', sealing);
  return { 'sealing-key': sealing };
}

async function readKeys(store: SecretStore): Promise<string> {
  const text = await store.read('verification-keys');
  if (text === undefined) throw new Error('verification-keys was removed in between');
  return text;
}

async function createAll(store: SecretStore): Promise<Rotation> {
  const secrets = makeSecrets();
  for (const name of names) await store.write(name, secrets[name]);
  const [first] = verificationKeySet.parse(JSON.parse(secrets['verification-keys'])).keys;
  return { created: first?.kid ?? '', removed: [] };
}
