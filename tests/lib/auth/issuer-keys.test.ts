import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { AppError } from '../../../lib/errors/app-error.ts';

type Keys = Awaited<ReturnType<typeof makeKey>>;

async function makeKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256' } };
}

const tokenBy = ({ kid, privateKey }: Keys, named = kid) =>
  new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: named }).sign(privateKey);

describe('the keys of an issuer', () => {
  let server: Server;
  let url: string;
  let answer: RequestListener;
  let asked: number;
  let key: Keys;

  const publish =
    (...keys: Keys[]): RequestListener =>
    (_, response) => {
      response.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
    };

  beforeAll(async () => {
    key = await makeKey('first');
    server = createServer((request, response) => {
      asked += 1;
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  });

  beforeEach(() => {
    asked = 0;
    answer = publish(key);
  });

  afterAll(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );

  /** Imported once the configuration stands. */
  async function open(options: { keep?: number; cooldown?: number } = {}) {
    const { openIssuerKeys } = await import('../../../lib/auth/issuer-keys.ts');
    const keys = openIssuerKeys(url, options);
    return async (token: string) => {
      await jwtVerify(token, keys);
    };
  }

  it('are read once, by however many tokens at once', async () => {
    const verify = await open();
    const token = await tokenBy(key);
    await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    await verify(token);
    expect(asked).toBe(1);
  });

  it('are read again for a key that came later', async () => {
    const verify = await open({ cooldown: 0 });
    await verify(await tokenBy(key));
    const next = await makeKey('next');
    answer = publish(key, next);
    await verify(await tokenBy(next));
    await verify(await tokenBy(key));
    expect(asked).toBe(2);
  });

  it('are not read again for each forged key', async () => {
    const verify = await open();
    const forger = await makeKey('forged');
    await verify(await tokenBy(key));
    for (const kid of ['forged', 'other', '../first', '__proto__']) {
      await expect(verify(await tokenBy(forger, kid))).rejects.toThrow('no applicable key');
    }
    await expect(verify(await tokenBy(forger, 'first'))).rejects.toThrow('signature');
    expect(asked).toBe(1);
  });

  const outages: [string, RequestListener][] = [
    ['breaks the connection', (_, response) => void response.destroy()],
    ['answers 500', (_, response) => void response.writeHead(500).end()],
    ['answers 429', (_, response) => void response.writeHead(429).end()],
    ['redirects', (_, response) => void response.writeHead(302, { location: '/' }).end()],
    ['answers no JSON', (_, response) => void response.end('<html>')],
    ['answers no keys', (_, response) => void response.end('{"error":"x"}')],
    [
      'stops half way',
      (_, response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('{"keys":[', () => response.destroy());
      },
    ],
  ];

  describe.each(outages)('of an issuer that %s', (_, outage) => {
    it('go on when they were known', async () => {
      const verify = await open({ keep: 0 });
      const token = await tokenBy(key);
      await verify(token);
      answer = outage;
      for (let times = 0; times < 5; times++) await verify(token);
      const forged = tokenBy(await makeKey('forged'));
      await expect(verify(await forged)).rejects.toThrow('no applicable key');
      // Once at the beginning, and once to see that it is down.
      expect(asked).toBe(2);
    });

    it('are a reason to come again when they were not', async () => {
      const verify = await open();
      answer = outage;
      const token = await tokenBy(key);
      for (let times = 0; times < 5; times++) {
        const refused = await verify(token).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(AppError);
        expect(refused).toMatchObject({
          code: 'request.dependency_unavailable',
          headers: { 'retry-after': '30' },
        });
      }
      expect(asked).toBe(1);
    });
  });

  it('are had again when the issuer is back', async () => {
    const verify = await open({ cooldown: 0 });
    const token = await tokenBy(key);
    answer = (_, response) => void response.destroy();
    await expect(verify(token)).rejects.toThrow(AppError);
    answer = publish(key);
    await verify(token);
  });
});
