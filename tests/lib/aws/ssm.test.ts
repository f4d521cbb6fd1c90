import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Call } from '../../../lib/aws/calls.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';

interface Asked {
  headers: IncomingMessage['headers'];
  body: string;
}

type Respond = (response: ServerResponse) => void;

const credentials = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI', token: 'session-token' };

const json = (status: number, content: unknown): Respond => {
  return (response) => response.writeHead(status).end(JSON.stringify(content));
};
const refusal = (status: number, code: string) =>
  json(status, { __type: `com.amazonaws.ssm#${code}`, message: `${code} it is` });
const found = json(200, { Parameter: { Name: '/moa/dev/sealing-key', Value: 'the secret' } });

describeInProcess('reading a parameter', () => {
  let server: Server;
  let asked: Asked[];
  let answers: Respond[];
  let calls: Call[];
  let readParameter: (name: string) => Promise<string>;
  let isDependencyFailure: (error: unknown) => boolean;

  beforeEach(async () => {
    asked = [];
    calls = [];
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        asked.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
        (answers.shift() ?? found)(response);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${port}`,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: credentials.id,
      AWS_SECRET_ACCESS_KEY: credentials.secret,
      AWS_SESSION_TOKEN: credentials.token,
    });
    await load();
  });

  /** @param requestTimeout milliseconds, when not those of every client */
  async function load(requestTimeout?: number): Promise<void> {
    jest.resetModules();
    jest.doMock('../../../lib/aws/request-handlers.ts', () => {
      const actual = jest.requireActual('../../../lib/aws/request-handlers.ts');
      const timeouts = { ...actual.timeouts, ...(requestTimeout && { requestTimeout }) };
      return { ...actual, timeouts };
    });
    ({ readParameter } = await import('../../../lib/aws/ssm.ts'));
    ({ isDependencyFailure } = await import('../../../lib/aws/failures.ts'));
    const { onCall } = await import('../../../lib/aws/calls.ts');
    onCall((_, call) => calls.push(call));
  }

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const outcomes = () => calls.map(({ outcome, attempt }) => `${attempt} ${outcome}`);

  it('asks for its decrypted value in one signed request', async () => {
    answers = [found];
    await expect(readParameter('/moa/dev/sealing-key')).resolves.toBe('the secret');
    expect(asked).toHaveLength(1);
    const [{ headers, body }] = asked as [Asked];
    expect(headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonSSM.GetParameter',
      'x-amz-security-token': credentials.token,
    });
    expect(JSON.parse(body)).toEqual({ Name: '/moa/dev/sealing-key', WithDecryption: true });
    expect(headers.authorization).toBe(authorizationOf(headers, body));
    expect(calls).toEqual([
      {
        service: 'ssm',
        operation: 'GetParameter',
        capacity: { read: 0, write: 0 },
        ms: expect.any(Number),
        outcome: 'ok',
        attempt: 1,
      },
    ]);
  });

  it.each([
    ['throttled', refusal(400, 'ThrottlingException'), 'ThrottlingException'],
    ['answered 500', refusal(500, 'InternalServerError'), 'InternalServerError'],
    [
      'answered by something that is not SSM',
      (response) => response.writeHead(502).end('<html>'),
      'BadAnswer',
    ],
    ['cut off', (response) => response.destroy(), 'TimeoutError'],
    ['left without an answer', () => undefined, 'TimeoutError'],
    [
      'left with half an answer',
      (response) => response.writeHead(200).write('{"Para'),
      'TimeoutError',
    ],
  ] satisfies [string, Respond, string][])(
    'asks again when it is %s, three times in all',
    async (kind, fault, name) => {
      if (kind.startsWith('left')) await load(300);
      answers = [fault, fault];
      await expect(readParameter('/moa/dev/sealing-key')).resolves.toBe('the secret');
      expect(outcomes()).toEqual([`1 ${name}`, `2 ${name}`, '3 ok']);

      answers = [fault, fault, fault, found];
      const error = await readParameter('/moa/dev/sealing-key').catch((failure) => failure);
      expect(isDependencyFailure(error)).toBe(true);
      expect(asked).toHaveLength(6);
    },
  );

  it.each([
    ['it is not there', refusal(400, 'ParameterNotFound'), 'ParameterNotFound'],
    ['it may not be read', refusal(400, 'AccessDeniedException'), 'AccessDeniedException'],
    ['it is empty', json(200, { Parameter: { Value: '' } }), 'BadAnswer'],
    [
      'the answer is malformed',
      (response) => response.end('{"Parameter":{"Value":"half'),
      'BadAnswer',
    ],
  ] satisfies [string, Respond, string][])('gives up at once when %s', async (_, fault, name) => {
    answers = [fault];
    const error = await readParameter('/moa/dev/sealing-key').catch((failure) => failure);
    expect(error).toMatchObject({ name });
    expect(String(error)).not.toContain('half');
    expect(isDependencyFailure(error)).toBe(false);
    expect(outcomes()).toEqual([`1 ${name}`]);
  });
});

/** What SigV4 asks for: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
function authorizationOf(headers: IncomingMessage['headers'], body: string): string {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest();
  const date = String(headers['x-amz-date']);
  const names = Object.keys(headers)
    .filter((name) => /^(host|content-(type|length)|x-amz-.*)$/.test(name))
    .sort();
  const lines = names.map((name) => `${name}:${String(headers[name])}\n`).join('');
  const canonical = ['POST', '/', '', lines, names.join(';'), sha256(body)].join('\n');
  const scope = `${date.slice(0, 8)}/eu-central-1/ssm/aws4_request`;
  const key = scope.split('/').reduce(hmac, `AWS4${credentials.secret}` as string | Buffer);
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const signature = hmac(key, text).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=${credentials.id}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
}
