import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CryptoKey, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { newId } from '../../lib/ids.ts';
import { testRun } from '../support/test-run.ts';

const now = new Date();
const seconds = Math.floor(now.getTime() / 1000);

/** Whom the tokens here are made for. */
export const tokenUserId = newId('user', now);

interface Keys {
  kid: string;
  key: CryptoKey;
  publicJwk: JWK;
}

async function readKeys(): Promise<Keys> {
  const text = await readFile(join(testRun().secretsFolder, 'signing-keys.json'), 'utf8');
  const jwk = (JSON.parse(text) as { keys: [JWK & { kid: string }] }).keys[0];
  const { d: _secret, ...publicJwk } = jwk;
  return { kid: jwk.kid, key: (await importJWK(jwk, 'EdDSA')) as CryptoKey, publicJwk };
}

const goodClaims = {
  iss: 'http://127.0.0.1:3000',
  aud: 'moa',
  sub: tokenUserId,
  sid: newId('session', now),
  client_id: 'moa',
  scope: 'account posts:read',
  jti: randomUUID(),
  iat: seconds,
  exp: seconds + 900,
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token that our own key signs, wrong in what `change` says; good when it says nothing. */
export async function signed(
  change: { header?: Record<string, unknown>; claims?: Record<string, unknown> } = {},
): Promise<string> {
  const { kid } = await readKeys();
  const header = { alg: 'EdDSA', typ: 'at+jwt', kid, ...change.header };
  const claims = Object.fromEntries(
    Object.entries({ ...goodClaims, ...change.claims }).filter(([, value]) => value !== undefined),
  );
  return signedText(header, claims);
}

async function signedText(header: unknown, claims: unknown): Promise<string> {
  const { key } = await readKeys();
  const input = `${encode(header)}.${encode(claims)}`;
  const signature = await crypto.subtle.sign('Ed25519', key, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

/** A token that somebody else's key or no key signs. */
function forged(header: Record<string, unknown>, signature: string, claims: unknown = goodClaims) {
  return `${encode({ typ: 'at+jwt', ...header })}.${encode(claims)}.${signature}`;
}

async function foreignToken(header: Record<string, unknown> = {}) {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return new SignJWT(goodClaims)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', ...header })
    .sign(privateKey);
}

/** The last character of a signature carries unused bits. */
function malleated(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(token.slice(-1));
  return token.slice(0, -1) + alphabet.charAt(last ^ 1);
}

type Vector = [name: string, make: () => string | Promise<string>];

const headers: Vector[] = ['none', 'None', 'NONE', 'nOnE', 'HS256', 'RS256', 'ES256'].map(
  (alg): Vector => [`alg ${alg}`, async () => forged({ alg, kid: (await readKeys()).kid }, '')],
);

/** Tokens that must let nobody in: what is wrong with each, and how to make it. */
export const tokenVectors: readonly Vector[] = [
  ...headers,
  [
    'alg none with a signature',
    async () => forged({ alg: 'none', kid: (await readKeys()).kid }, 'AAAA'),
  ],
  [
    'HS256 with the public key as secret',
    async () => {
      const { kid, publicJwk } = await readKeys();
      const key = (await importJWK(publicJwk, 'EdDSA', { extractable: true })) as CryptoKey;
      const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${encode(goodClaims)}`;
      const mac = createHmac('sha256', await exportSPKI(key)).update(input);
      return `${input}.${mac.digest('base64url')}`;
    },
  ],
  [
    'HS256 with the raw public key as secret',
    async () => {
      const { kid, publicJwk } = await readKeys();
      const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${encode(goodClaims)}`;
      const mac = createHmac('sha256', Buffer.from(String(publicJwk.x), 'base64url')).update(input);
      return `${input}.${mac.digest('base64url')}`;
    },
  ],
  ['another key under our kid', async () => foreignToken({ kid: (await readKeys()).kid })],
  [
    'an embedded jwk',
    async () => {
      const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
      const jwk = (await crypto.subtle.exportKey('jwk', publicKey)) as JWK;
      return new SignJWT(goodClaims)
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', jwk, kid: (await readKeys()).kid })
        .sign(privateKey);
    },
  ],
  ['jku', async () => foreignToken({ kid: 'theirs', jku: 'https://example.com/jwks.json' })],
  ['x5u', async () => foreignToken({ kid: 'theirs', x5u: 'https://example.com/cert.pem' })],
  ['x5c', async () => foreignToken({ kid: 'theirs', x5c: ['MIIB'] })],
  ['no kid', () => signed({ header: { kid: undefined } })],
  ['an unknown kid', () => signed({ header: { kid: 'unknown-key-id' } })],
  ['a kid that walks the file system', () => signed({ header: { kid: '../../../../dev/null' } })],
  ['a kid with SQL', () => signed({ header: { kid: "x' UNION SELECT 'key' --" } })],
  ['a kid with NUL', async () => signed({ header: { kid: `${(await readKeys()).kid}\0` } })],
  ['a kid of the prototype', () => signed({ header: { kid: '__proto__' } })],
  ['a kid that is a number', () => signed({ header: { kid: 1 } })],
  ['a kid that is a list', async () => signed({ header: { kid: [(await readKeys()).kid] } })],
  ['a very long kid', () => signed({ header: { kid: 'k'.repeat(2000) } })],
  ['crit of an unknown extension', () => signed({ header: { crit: ['x'], x: true } })],
  ['b64 false', () => signed({ header: { crit: ['b64'], b64: false } })],
  ['zip', () => signed({ header: { crit: ['zip'], zip: 'DEF' } })],
  ['typ JWT', () => signed({ header: { typ: 'JWT' } })],
  ['typ of a refresh token', () => signed({ header: { typ: 'rt+jwt' } })],
  ['typ of an mfa token', () => signed({ header: { typ: 'mfa+jwt' } })],
  ['audience of an mfa token', () => signed({ claims: { aud: 'moa-mfa', scope: 'otp' } })],
  [
    'scopes in an mfa token',
    () => signed({ header: { typ: 'mfa+jwt' }, claims: { aud: 'moa-mfa' } }),
  ],
  ['no typ', () => signed({ header: { typ: undefined } })],
  ...['iss', 'aud', 'sub', 'sid', 'client_id', 'scope', 'jti', 'iat', 'exp'].map(
    (claim): Vector => [`no ${claim}`, () => signed({ claims: { [claim]: undefined } })],
  ),
  ['another issuer', () => signed({ claims: { iss: 'https://example.com' } })],
  ['the issuer with a slash more', () => signed({ claims: { iss: `${goodClaims.iss}/` } })],
  ['another audience', () => signed({ claims: { aud: 'others' } })],
  ['another client', () => signed({ claims: { client_id: 'others' } })],
  ['a subject that is no user', () => signed({ claims: { sub: newId('company', now) } })],
  ['a subject that is a list', () => signed({ claims: { sub: [tokenUserId] } })],
  ['a session that is none', () => signed({ claims: { sid: 'x' } })],
  ['exp in the past', () => signed({ claims: { exp: seconds - 10, iat: seconds - 900 } })],
  ['exp as text', () => signed({ claims: { exp: String(seconds + 900) } })],
  ['exp as a fraction', () => signed({ claims: { exp: seconds + 0.5 } })],
  ['issued longer ago than tokens live', () => signed({ claims: { iat: seconds - 1000 } })],
  ['iat in the future', () => signed({ claims: { iat: seconds + 600 } })],
  ['nbf in the future', () => signed({ claims: { nbf: seconds + 600 } })],
  ['scope as a list', () => signed({ claims: { scope: ['account'] } })],
  ['a truncated signature', async () => (await signed()).slice(0, -4)],
  ['an empty signature', async () => (await signed()).replace(/[^.]*$/, '')],
  ['a signature of zeros', async () => (await signed()).replace(/[^.]*$/, 'A'.repeat(86))],
  ['unused bits set in the signature', async () => malleated(await signed())],
  ['padding', async () => `${await signed()}==`],
  ['a part more', async () => `${await signed()}.AAAA`],
  ['a part less', async () => (await signed()).replace(/\.[^.]*$/, '')],
  [
    'the parts of two tokens',
    async () => {
      const [header, , signature] = (await signed()).split('.');
      return `${header}.${encode({ ...goodClaims, scope: 'admin' })}.${signature}`;
    },
  ],
  ['five parts, as encrypted ones have', () => 'a.b.c.d.e'],
  ['a header that is no JSON', () => 'AAAA.AAAA.AAAA'],
  [
    'claims that are a list',
    async () => {
      const { kid } = await readKeys();
      return signedText({ alg: 'EdDSA', typ: 'at+jwt', kid }, [1]);
    },
  ],
  ['a megabyte', () => 'A'.repeat(1024 * 1024)],
  ['a megabyte of dots', () => '.'.repeat(1024 * 1024)],
];
