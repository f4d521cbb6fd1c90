import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CryptoKey, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import * as z from 'zod';
import { issueAccessToken, verifyAccessToken } from '../../../lib/auth/tokens.ts';
import { handle } from '../../../lib/http/handle.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { newId } from '../../../lib/ids.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { invoke } from '../../support/invoke.ts';
import { testRun } from '../../support/test-run.ts';

const now = new Date();
const seconds = Math.floor(now.getTime() / 1000);
const userId = newId('user', now);
const sessionId = newId('session', now);

const whoAmI = handle(
  defineRoute({
    id: 'test.whoAmI',
    method: 'GET',
    path: '/test',
    summary: 'Tell who calls',
    auth: 'user',
    responses: { 200: z.object({ userId: z.string() }) },
    errors: [],
    examples: {},
    needs: {},
  }),
  ({ ctx }) => ({ userId: ctx.caller.userId }),
);

const ask = (authorization: string) => invoke(whoAmI, { headers: { authorization } });

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
  sub: userId,
  sid: sessionId,
  client_id: 'moa',
  scope: 'account posts:read',
  jti: randomUUID(),
  iat: seconds,
  exp: seconds + 900,
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token that our own key signs, wrong in what `change` says. */
async function signed(change: {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
}): Promise<string> {
  const { kid, key } = await readKeys();
  const header = { alg: 'EdDSA', typ: 'at+jwt', kid, ...change.header };
  const claims = Object.fromEntries(
    Object.entries({ ...goodClaims, ...change.claims }).filter(([, value]) => value !== undefined),
  );
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

const vectors: Vector[] = [
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
  ['no typ', () => signed({ header: { typ: undefined } })],
  ...['iss', 'aud', 'sub', 'sid', 'client_id', 'scope', 'jti', 'iat', 'exp'].map(
    (claim): Vector => [`no ${claim}`, () => signed({ claims: { [claim]: undefined } })],
  ),
  ['another issuer', () => signed({ claims: { iss: 'https://example.com' } })],
  ['the issuer with a slash more', () => signed({ claims: { iss: `${goodClaims.iss}/` } })],
  ['another audience', () => signed({ claims: { aud: 'others' } })],
  ['another client', () => signed({ claims: { client_id: 'others' } })],
  ['a subject that is no user', () => signed({ claims: { sub: newId('company', now) } })],
  ['a subject that is a list', () => signed({ claims: { sub: [userId] } })],
  ['a session that is none', () => signed({ claims: { sid: 'x' } })],
  ['exp in the past', () => signed({ claims: { exp: seconds - 10, iat: seconds - 900 } })],
  ['exp as text', () => signed({ claims: { exp: String(seconds + 900) } })],
  ['exp as a fraction', () => signed({ claims: { exp: seconds + 0.5 } })],
  ['issued longer ago than tokens live', () => signed({ claims: { iat: seconds - 1000 } })],
  ['iat in the future', () => signed({ claims: { iat: seconds + 600 } })],
  ['nbf in the future', () => signed({ claims: { nbf: seconds + 600 } })],
  ['scope as a list', () => signed({ claims: { scope: ['account'] } })],
  ['a truncated signature', async () => (await signed({})).slice(0, -4)],
  ['an empty signature', async () => (await signed({})).replace(/[^.]*$/, '')],
  ['a signature of zeros', async () => (await signed({})).replace(/[^.]*$/, 'A'.repeat(86))],
  ['unused bits set in the signature', async () => malleated(await signed({}))],
  ['padding', async () => `${await signed({})}==`],
  ['a part more', async () => `${await signed({})}.AAAA`],
  ['a part less', async () => (await signed({})).replace(/\.[^.]*$/, '')],
  [
    'the parts of two tokens',
    async () => {
      const [header, , signature] = (await signed({})).split('.');
      return `${header}.${encode({ ...goodClaims, scope: 'admin' })}.${signature}`;
    },
  ],
  ['five parts, as encrypted ones have', () => 'a.b.c.d.e'],
  ['a header that is no JSON', () => 'AAAA.AAAA.AAAA'],
  [
    'claims that are a list',
    async () => {
      const { kid, key } = await readKeys();
      const input = `${encode({ alg: 'EdDSA', typ: 'at+jwt', kid })}.${encode([1])}`;
      const signature = await crypto.subtle.sign('Ed25519', key, Buffer.from(input));
      return `${input}.${Buffer.from(signature).toString('base64url')}`;
    },
  ],
  ['a megabyte', () => 'A'.repeat(1024 * 1024)],
  ['a megabyte of dots', () => '.'.repeat(1024 * 1024)],
];

describeInProcess('access tokens', () => {
  it('let their owner in', async () => {
    const token = await issueAccessToken({ userId, sessionId, scopes: ['account'] }, now);
    const answer = await ask(`Bearer ${token}`);
    expect(answer).toHaveStatus(200);
    expect(answer.body).toEqual({ userId });
    expect(await ask(`bearer ${token}`)).toHaveStatus(200);
  });

  it('let in what the vectors below make of nothing wrong', async () => {
    expect(await ask(`Bearer ${await signed({})}`)).toHaveStatus(200);
  });

  it.each(vectors)('do not let in: %s', async (_, make) => {
    const answer = await ask(`Bearer ${await make()}`);
    expect(answer).toBeProblem('auth.token_invalid');
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer realm="moa", error="invalid_token"',
    );
  });

  it.each([
    ['another scheme', (token: string) => `Basic ${token}`],
    ['no scheme', (token: string) => token],
    ['two tokens', (token: string) => `Bearer ${token}, Bearer ${token}`],
    ['a blank more', (token: string) => `Bearer  ${token}`],
    ['an empty token', () => 'Bearer '],
    ['an empty header', () => ''],
    ['a token in quotes', (token: string) => `Bearer "${token}"`],
  ])('do not let in by %s', async (_, change) => {
    const token = await issueAccessToken({ userId, sessionId, scopes: ['account'] }, now);
    expect(await ask(change(token))).toBeProblem('auth.token_invalid');
  });

  it('live for 15 minutes', async () => {
    const token = await issueAccessToken({ userId, sessionId, scopes: ['account'] }, now);
    const after = (elapsed: number) => new Date((seconds + elapsed) * 1000);
    expect(await verifyAccessToken(token, after(899))).toMatchObject({ userId, sessionId });
    expect(await verifyAccessToken(token, after(900))).toBeUndefined();
    expect(await verifyAccessToken(token, after(910))).toBeUndefined();
  });

  it('forget scopes that do not exist', async () => {
    const token = await signed({ claims: { scope: 'account root posts:read ' } });
    expect(await verifyAccessToken(token, now)).toMatchObject({
      scopes: ['account', 'posts:read'],
    });
  });
});
