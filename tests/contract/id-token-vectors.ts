import { createHmac } from 'node:crypto';
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
} from 'jose';
import { config } from '../../lib/config.ts';
import type { IdentityProvider } from '../../lib/schema/identity-providers.ts';
import { testRun } from '../support/test-run.ts';

/* ID tokens that must let nobody in: what is wrong with each, and how to make it. */

const seconds = () => Math.floor(Date.now() / 1000);

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function goodClaims(provider: IdentityProvider) {
  const { issuers, audiences } = config.identityProviders[provider];
  return {
    iss: issuers[0] as string,
    aud: audiences[0] as string,
    sub: 'somebody',
    iat: seconds(),
    exp: seconds() + 3600,
    auth_time: seconds(),
    email: 'somebody@example.com',
    email_verified: true,
  };
}

interface Order {
  header?: Record<string, unknown>;
  claims?: unknown;
}

/** A token with the issuer's own signature, whatever it says. */
export async function signedBy(
  provider: IdentityProvider,
  { header = {}, claims = goodClaims(provider) }: Order = {},
): Promise<string> {
  const response = await fetch(`${testRun().addresses.idp}/${provider}/tokens`, {
    method: 'POST',
    body: JSON.stringify({ header, claims }),
  });
  if (!response.ok) throw new Error(`The issuer answered ${response.status}`);
  return ((await response.json()) as { token: string }).token;
}

async function keyOf(provider: IdentityProvider): Promise<JWK & { kid: string }> {
  const response = await fetch(`${testRun().addresses.idp}/${provider}/keys`);
  const { keys } = (await response.json()) as { keys: (JWK & { kid: string })[] };
  const [key] = keys;
  if (!key) throw new Error('The issuer publishes no key');
  return key;
}

type Vector = [name: string, make: (provider: IdentityProvider) => string | Promise<string>];

const withClaims = (
  name: string,
  change: (of: IdentityProvider) => Record<string, unknown>,
): Vector => [
  name,
  (provider) => signedBy(provider, { claims: { ...goodClaims(provider), ...change(provider) } }),
];

const withHeader = (name: string, header: Record<string, unknown>): Vector => [
  name,
  (provider) => signedBy(provider, { header }),
];

async function forged(
  provider: IdentityProvider,
  algorithm: 'RS256' | 'PS256' | 'RS512' | 'ES256' | 'EdDSA',
  header: (ours: CryptoKey) => Promise<Record<string, unknown>> | Record<string, unknown>,
): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return new SignJWT(goodClaims(provider))
    .setProtectedHeader({ typ: 'JWT', ...(await header(publicKey)), alg: algorithm })
    .sign(privateKey);
}

const unsigned = async (provider: IdentityProvider, alg: string) =>
  `${encode({ alg, typ: 'JWT', kid: (await keyOf(provider)).kid })}.${encode(goodClaims(provider))}.`;

const other = (provider: IdentityProvider) => (provider === 'google' ? 'firebase' : 'google');

export const idTokenVectors: readonly Vector[] = [
  ...['none', 'None', 'nOnE', 'HS256', 'ES256'].map(
    (alg): Vector => [`alg ${alg}, unsigned`, (provider) => unsigned(provider, alg)],
  ),
  [
    'HS256 with the public key as secret',
    async (provider) => {
      const jwk = await keyOf(provider);
      const key = (await importJWK(jwk, 'RS256', { extractable: true })) as CryptoKey;
      const input = `${encode({ alg: 'HS256', typ: 'JWT', kid: jwk.kid })}.${encode(goodClaims(provider))}`;
      const mac = createHmac('sha256', await exportSPKI(key)).update(input);
      return `${input}.${mac.digest('base64url')}`;
    },
  ],
  ...(['RS256', 'PS256', 'RS512', 'ES256', 'EdDSA'] as const).map(
    (algorithm): Vector => [
      `another ${algorithm} key under the issuer's kid`,
      (provider) => forged(provider, algorithm, async () => ({ kid: (await keyOf(provider)).kid })),
    ],
  ),
  [
    'an embedded jwk',
    (provider) =>
      forged(provider, 'RS256', async (key) => ({
        jwk: await exportJWK(key),
        kid: (await keyOf(provider)).kid,
      })),
  ],
  [
    'jku',
    (provider) => forged(provider, 'RS256', () => ({ kid: 'x', jku: 'https://example.com' })),
  ],
  [
    'x5u',
    (provider) => forged(provider, 'RS256', () => ({ kid: 'x', x5u: 'https://example.com' })),
  ],
  ['no kid, by another key', (provider) => forged(provider, 'RS256', () => ({}))],
  withHeader('an unknown kid', { kid: 'unknown' }),
  withHeader('a kid that walks the file system', { kid: '../../../../dev/null' }),
  withHeader('a kid with SQL', { kid: "x' UNION SELECT 'key' --" }),
  withHeader('a kid of the prototype', { kid: '__proto__' }),
  withHeader('a kid that is a number', { kid: 1 }),
  withHeader('crit of an unknown extension', { crit: ['x'], x: true }),
  withHeader('typ of an access token', { typ: 'at+jwt' }),
  ["another provider's token", (provider) => signedBy(other(provider))],
  [
    "another provider's signature",
    (provider) => signedBy(other(provider), { claims: goodClaims(provider) }),
  ],
  ...['iss', 'aud', 'sub', 'iat', 'exp'].map((claim) =>
    withClaims(`no ${claim}`, () => ({ [claim]: undefined })),
  ),
  withClaims('another issuer', () => ({ iss: 'https://example.com' })),
  withClaims('the issuer with a slash more', (of) => ({ iss: `${goodClaims(of).iss}/` })),
  withClaims('another project of the issuer', () => ({
    iss: 'https://securetoken.google.com/others',
    aud: 'others',
  })),
  withClaims('another audience', () => ({ aud: 'others' })),
  withClaims('several audiences', (of) => ({ aud: [goodClaims(of).aud, 'others'] })),
  withClaims('no audience in a list', () => ({ aud: [] })),
  withClaims('an empty subject', () => ({ sub: '' })),
  withClaims('a subject that is a list', () => ({ sub: ['somebody'] })),
  withClaims('a subject that is a number', () => ({ sub: 1 })),
  withClaims('a subject longer than any', () => ({ sub: 'x'.repeat(256) })),
  withClaims('exp in the past', () => ({ iat: seconds() - 3601, exp: seconds() - 1 })),
  withClaims('exp as text', () => ({ exp: String(seconds() + 3600) })),
  withClaims('issued longer ago than a day', () => ({ iat: seconds() - 25 * 3600 })),
  withClaims('iat in the future', () => ({ iat: seconds() + 600 })),
  withClaims('iat as text', () => ({ iat: String(seconds()) })),
  withClaims('nbf in the future', () => ({ nbf: seconds() + 600 })),
  withClaims('an address that is a list', () => ({ email: ['somebody@example.com'] })),
  withClaims('email_verified as text', () => ({ email_verified: 'true' })),
  ['claims that are a list', (provider) => signedBy(provider, { claims: [1] })],
  ['claims that are text', (provider) => signedBy(provider, { claims: 'text' })],
  ['a truncated signature', async (provider) => (await signedBy(provider)).slice(0, -4)],
  ['an empty signature', async (provider) => (await signedBy(provider)).replace(/[^.]*$/, '')],
  ['padding', async (provider) => `${await signedBy(provider)}==`],
  ['a part more', async (provider) => `${await signedBy(provider)}.AAAA`],
  ['a part less', async (provider) => (await signedBy(provider)).replace(/\.[^.]*$/, '')],
  [
    'the parts of two tokens',
    async (provider) => {
      const [header, , signature] = (await signedBy(provider)).split('.');
      return `${header}.${encode({ ...goodClaims(provider), sub: 'other' })}.${signature}`;
    },
  ],
  ['five parts, as encrypted ones have', () => 'a.b.c.d.e'],
  ['a header that is no JSON', () => 'AAAA.AAAA.AAAA'],
  ['text', () => 'text'],
];

/** What Firebase asks for beyond OpenID Connect. */
export const firebaseTokenVectors: readonly Vector[] = [
  withClaims('no auth_time', () => ({ auth_time: undefined })),
  withClaims('auth_time to come', () => ({ auth_time: seconds() + 600 })),
  withClaims('auth_time as text', () => ({ auth_time: 'now' })),
  withClaims('a subject longer than Firebase makes them', () => ({ sub: 'x'.repeat(129) })),
];
