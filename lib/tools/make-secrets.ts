import { createHash, createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { SecretName } from '../secrets.ts';

/** The text of each secret that a stage has, as `lib/secrets.ts` reads it. */
export type Secrets = Record<SecretName, string>;

interface SigningKey {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  d: string;
  /** RFC 7638 thumbprint. */
  kid: string;
  use: 'sig';
  alg: 'EdDSA';
}

/** Secrets that hold keys of 32 bytes (`lib/crypto/seal.ts`). */
const symmetricSecrets = [
  'refresh-token-key',
  'mailed-token-key',
  'second-factor-key',
  'passkey-challenge-key',
  'sealing-key',
] as const satisfies SecretName[];

type SymmetricSecret = (typeof symmetricSecrets)[number];

/** Those with which somebody could be let in. */
export type CredentialSecret = Exclude<SymmetricSecret, 'sealing-key'>;

const isSymmetric = (name: SecretName): name is SymmetricSecret =>
  (symmetricSecrets as readonly SecretName[]).includes(name);

export const newSymmetricKey = () => randomBytes(32).toString('base64url');

/** Makes all secrets of a stage, each of its own. */
export function makeSecrets(): Secrets {
  const { d, ...publicKey } = makeSigningKey();
  return {
    'signing-keys': keySet({ ...publicKey, d }),
    'verification-keys': keySet(publicKey),
    ...(Object.fromEntries(
      symmetricSecrets.map((name) => [name, keySet(newSymmetricKey())]),
    ) as Record<SymmetricSecret, string>),
  };
}

/** Makes an Ed25519 key as the secret `signing-keys` holds it. */
export function makeSigningKey(): SigningKey {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const thumbprint = createHash('sha256').update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }));
  const kid = thumbprint.digest('base64url');
  return { kty: 'OKP', crv: 'Ed25519', x, d, kid, use: 'sig', alg: 'EdDSA' };
}

/**
 * Checks that a secret is what it should be.
 *
 * @throws Error that says what is wrong, without quoting the secret
 */
export function checkSecret(name: SecretName, text: string): void {
  const { keys } = parse(text);
  if (!Array.isArray(keys) || keys.length === 0) throw new Error('it holds no keys');
  for (const key of keys as unknown[]) {
    if (isSymmetric(name)) {
      if (typeof key !== 'string' || Buffer.from(key, 'base64url').length !== 32) {
        throw new Error('a key is not 32 bytes in base64url');
      }
    } else if (!isKey(key) || !key.kid) throw new Error('a key is not an Ed25519 key with a name');
    else if (name === 'signing-keys') privateKeyOf(key);
  }
}

export const keySet = (...keys: unknown[]) => JSON.stringify({ keys });

function parse(text: string): { keys?: unknown } {
  try {
    return Object(JSON.parse(text)) as { keys?: unknown };
  } catch {
    // The parser's message quotes what it read.
    throw new Error('it is not JSON');
  }
}

function isKey(key: unknown): key is SigningKey {
  const { kty, crv } = Object(key) as Partial<SigningKey>;
  return kty === 'OKP' && crv === 'Ed25519';
}

function privateKeyOf(key: SigningKey): void {
  try {
    createPrivateKey({ key: { ...key }, format: 'jwk' });
  } catch {
    throw new Error('a key has no private half');
  }
}
