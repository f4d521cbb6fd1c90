import { type CryptoKey, importJWK } from 'jose';
import * as z from 'zod';
import { readSecret } from '../secrets.ts';

const publicKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string().min(8),
  use: z.literal('sig'),
  alg: z.literal('EdDSA'),
});

/** The secret `verification-keys`: a JWKS of every key whose tokens may still be alive. */
export const verificationKeySet = z.object({ keys: z.array(publicKey).min(1) });

/** The secret `signing-keys`: the first key signs. */
export const signingKeySet = z.object({
  keys: z.array(publicKey.extend({ d: z.string() })).min(1),
});

export type VerificationKeySet = z.infer<typeof verificationKeySet>;

const imported = new Map<string, Promise<CryptoKey>>();

function importOnce(name: string, jwk: z.infer<typeof publicKey>): Promise<CryptoKey> {
  let key = imported.get(name);
  if (!key) {
    key = importJWK(jwk, 'EdDSA') as Promise<CryptoKey>;
    imported.set(name, key);
  }
  return key;
}

/**
 * The keys by which tokens are verified.
 *
 * @param keep milliseconds for which those that were read before are good enough
 */
export async function readVerificationKeys(keep?: number): Promise<VerificationKeySet> {
  return verificationKeySet.parse(JSON.parse(await readSecret('verification-keys', keep)));
}

/** How old the keys that `/.well-known/jwks.json` shows may be where it is served, and at clients. */
export const publishedKeysAge = { containerMilliseconds: 10_000, clientSeconds: 60 };

/**
 * At most so often a container looks for a key that it does not know: less than a new one is published
 * before anything signs with it, so that only a name which nobody has given is looked for in vain.
 */
export const unknownKeyMilliseconds = 30_000;

/** The public key named `kid`, looked up again once when it is not among the known ones. */
export async function findVerificationKey(kid: string): Promise<CryptoKey | undefined> {
  for (const keep of [undefined, unknownKeyMilliseconds]) {
    const { keys } = await readVerificationKeys(keep);
    const jwk = keys.find((key) => key.kid === kid);
    if (jwk) return importOnce(`verify:${jwk.kid}:${jwk.x}`, jwk);
  }
  return undefined;
}

/** The key that signs new tokens. */
export async function currentSigningKey(): Promise<{ kid: string; key: CryptoKey }> {
  const { keys } = signingKeySet.parse(JSON.parse(await readSecret('signing-keys')));
  const jwk = keys[0] as (typeof keys)[number];
  return { kid: jwk.kid, key: await importOnce(`sign:${jwk.kid}:${jwk.x}`, jwk) };
}
