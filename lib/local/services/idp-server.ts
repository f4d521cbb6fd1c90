/*
 * The stand-in of the issuers of ID tokens as a program: `idp-server.ts`. Each has a key of its own
 * for as long as it runs.
 *
 * - `GET /{provider}/keys`: the keys that verify (RFC 7517)
 * - `POST /{provider}/tokens` `{ header?, claims }` → `{ token }`: signs what it is given, as it is
 */
import { generateKeyPair, type KeyObject, randomBytes, sign as signBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { liveWithParent, tellParent } from './child-program.ts';

interface Issuer {
  kid: string;
  privateKey: KeyObject;
  publicJwk: object;
}

/** What a token is to say; a member of the header that is `null` is left out. */
interface Order {
  header?: Record<string, unknown>;
  claims: unknown;
}

const makeKeyPair = promisify(generateKeyPair);

const keysLifeSeconds = 3600;

async function makeIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = await makeKeyPair('rsa', { modulusLength: 2048 });
  const kid = randomBytes(12).toString('hex');
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
  return { kid, privateKey, publicJwk };
}

function sign({ kid, privateKey }: Issuer, { header, claims }: Order): string {
  const members = Object.entries({ alg: 'RS256', kid, typ: 'JWT', ...header });
  const given = Object.fromEntries(members.filter(([, value]) => value !== null));
  const input = [given, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${input}.${signBytes('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

async function answer(
  issuer: Issuer | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const what = request.url?.split('/')[2];
  const send = (status: number, body: object) => {
    const text = JSON.stringify(body);
    response
      .writeHead(status, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'cache-control': `public, max-age=${keysLifeSeconds}`,
      })
      .end(text);
  };
  if (issuer && request.method === 'GET' && what === 'keys') {
    send(200, { keys: [issuer.publicJwk] });
  } else if (issuer && request.method === 'POST' && what === 'tokens') {
    send(200, { token: sign(issuer, (await json(request)) as Order) });
  } else send(404, { error: { status: 'NOT_FOUND' } });
}

async function main(): Promise<void> {
  const [google, firebase] = await Promise.all([makeIssuer(), makeIssuer()]);
  const issuers: Readonly<Record<string, Issuer>> = { google, firebase };
  const server = createServer((request, response) => {
    const provider = request.url?.split('/')[1] ?? '';
    answer(issuers[provider], request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      response.writeHead(400).end(JSON.stringify({ error: { status: 'INVALID', message } }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  liveWithParent(() => undefined);
  tellParent({ kind: 'ready', port: (server.address() as AddressInfo).port });
}

main().catch((error: unknown) => {
  tellParent({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
});
