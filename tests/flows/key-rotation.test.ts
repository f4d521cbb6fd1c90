import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRemoteJWKSet,
  customFetch,
  decodeProtectedHeader,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { getMe } from '../../functions/identity/profiles/routes.ts';
import { refresh } from '../../functions/identity/sessions/routes.ts';
import { rotateKeys, spreadMilliseconds } from '../../lib/tools/key-rotation.ts';
import { openSecretStore } from '../../lib/tools/secret-store.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { createWorld, type World } from '../support/world.ts';

/** Some are filled before the new key is published, and some after. */
const cacheCount = 4;
const keysPath = '/.well-known/jwks.json';
const stepMilliseconds = 5000;
const minuteMilliseconds = 60_000;

/** A little less than a token lives. */
const tokenMilliseconds = 15 * minuteMilliseconds - 2 * stepMilliseconds;

/** A container goes on signing with the key that it knows for so long. */
const signerMilliseconds = 5 * minuteMilliseconds;

/** The published keys through a cache that keeps them for as long as they may be kept. */
function cachedKeys(publisher: World): () => Promise<Response> {
  let kept: { body: unknown; until: number } | undefined;
  return async () => {
    if (!kept || Date.now() >= kept.until) {
      const { headers, body } = await publisher.request('GET', keysPath);
      const seconds = /max-age=(\d+)/.exec(headers.get('cache-control') ?? '')?.[1];
      kept = { body, until: Date.now() + Number(seconds) * 1000 };
    }
    return Response.json(kept.body);
  };
}

describeInProcess('a standard client, while the signing key is rotated', () => {
  let folder: string;
  let passed = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moa-keys-'));
    const begin = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => begin + passed);
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  it('verifies every access token, and so does Moa', async () => {
    const source = `file:${folder}`;
    const store = openSecretStore(source);
    const now = () => new Date(Date.now());
    const { created: first } = await rotateKeys(store, { now: now() });
    // Each function has containers of its own: what one has read, the other need not know.
    const world = await createWorld({ env: { SECRETS_SOURCE: source } });
    const publisher = await createWorld({ env: { SECRETS_SOURCE: source } });
    const caches: ReturnType<typeof cachedKeys>[] = [];
    const clients: JWTVerifyGetKey[] = [];
    const kim = await world.user('kim');
    let { accessToken, refreshToken } = kim;
    const signers = new Set<string | undefined>();
    const live: { token: string; until: number }[] = [];

    const verify = (token: string, keys: JWTVerifyGetKey) =>
      jwtVerify(token, keys, { typ: 'at+jwt', algorithms: ['EdDSA'], currentDate: now() });

    /** One more client of each cache; the caches are filled one after the other. */
    const beginClients = () => {
      if (caches.length < cacheCount) caches.push(cachedKeys(publisher));
      for (const readKeys of caches) {
        clients.push(
          createRemoteJWKSet(new URL(keysPath, 'http://127.0.0.1'), { [customFetch]: readKeys }),
        );
      }
    };

    /** All clients see a new token, and the oldest that is good. */
    const step = async (milliseconds: number) => {
      passed += milliseconds;
      const { body } = await world.call(refresh, { body: { refreshToken } });
      ({ accessToken, refreshToken } = body);
      const [oldest = { token: accessToken }] = live.filter(({ until }) => until > Date.now());
      live.push({ token: accessToken, until: Date.now() + tokenMilliseconds });
      signers.add(decodeProtectedHeader(accessToken).kid);
      for (const keys of clients) {
        await verify(accessToken, keys);
        await verify(oldest.token, keys);
      }
      expect(await world.call(getMe, { as: { accessToken } })).toHaveStatus(200);
    };
    const stepFor = async (milliseconds: number, each = stepMilliseconds) => {
      for (let left = milliseconds; left > 0; left -= each) await step(each);
    };
    const beginClientsFor = async (milliseconds: number) => {
      for (let left = milliseconds; left > 0; left -= stepMilliseconds) {
        beginClients();
        await step(stepMilliseconds);
      }
    };

    const before = 2 * stepMilliseconds;
    // What signs looks for its key again as soon as there is another.
    passed += signerMilliseconds - (before + spreadMilliseconds + stepMilliseconds);
    await beginClientsFor(before);
    const { created: second } = await rotateKeys(store, { now: now(), wait: beginClientsFor });
    expect([...signers]).toEqual([first]);
    await stepFor(stepMilliseconds);
    expect([...signers]).toEqual([first, second]);
    await stepFor(tokenMilliseconds, minuteMilliseconds);
  });
});
