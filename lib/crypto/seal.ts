import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { SecretName } from '../secrets.ts';
import { readSecret } from '../secrets.ts';
import { sealingKeys } from './sealing-keys.ts';

/** What is sealed or hashed, and by which secret: whoever holds that can make it. */
const secretOf = {
  cursor: 'sealing-key',
  once: 'sealing-key',
  'refresh-token': 'refresh-token-key',
  'email-verification': 'mailed-token-key',
  'password-reset': 'mailed-token-key',
  invitation: 'mailed-token-key',
  totp: 'second-factor-key',
  'recovery-code': 'second-factor-key',
  'passkey-challenge': 'passkey-challenge-key',
} as const satisfies Record<string, SecretName>;

export type Purpose = keyof typeof secretOf;

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

const derived = new Map<string, Buffer>();

async function keysFor(purpose: Purpose): Promise<Buffer[]> {
  const { keys } = sealingKeys.parse(JSON.parse(await readSecret(secretOf[purpose])));
  return keys.map((key) => {
    const name = `${purpose}:${key}`;
    const known = derived.get(name);
    if (known) return known;
    const made = Buffer.from(
      hkdfSync('sha256', Buffer.from(key, 'base64url'), '', `moa/${purpose}`, 32),
    );
    derived.set(name, made);
    return made;
  });
}

/**
 * Encrypts and authenticates `text` (AES-256-GCM under a key of its own for each purpose), bound to
 * `context`: it opens only with the same purpose and context.
 */
export async function seal(purpose: Purpose, context: string, text: string): Promise<string> {
  const [key] = await keysFor(purpose);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key as Buffer, nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
}

/** Opens what {@link seal} made. @throws Error when it was changed or bound to something else */
export async function open(purpose: Purpose, context: string, sealed: string): Promise<string> {
  const bytes = Buffer.from(sealed, 'base64url');
  // base64url of other lengths or with stray bits also decodes; only the canonical text is ours.
  if (bytes.toString('base64url') !== sealed || bytes.length < nonceBytes + tagBytes) {
    throw new Error('Not a sealed text');
  }
  let failure: unknown;
  for (const key of await keysFor(purpose)) {
    try {
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(-tagBytes));
      const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Keyed hash (HMAC-SHA-256, base64url) of `text` for one purpose, by each key: the newest first. */
export async function keyedHashes(purpose: Purpose, text: string): Promise<string[]> {
  const keys = await keysFor(purpose);
  return keys.map((key) => createHmac('sha256', key).update(text).digest('base64url'));
}
