import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { startHttpServer } from '../../../lib/local/http-server.ts';

describe('the local HTTP server', () => {
  let server: Server;
  let port: number;

  beforeAll(async () => {
    const handled = { status: 200, headers: {}, body: 'handled' };
    server = await startHttpServer(
      0,
      Promise.resolve(async () => ({ ...handled, headers: {} })),
    );
    port = (server.address() as AddressInfo).port;
  });

  afterAll(async () => {
    server.close();
    await once(server, 'close');
  });

  const ask = (headers: Record<string, string>) => fetch(`http://127.0.0.1:${port}/`, { headers });

  async function expectProblem(response: Response, status: number, code: string): Promise<void> {
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/problem+json',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.any(String),
    });
    expect(await response.json()).toMatchObject({
      type: `/docs/errors/${code}`,
      status,
      code,
      title: expect.any(String),
      message: expect.any(String),
      requestId: response.headers.get('x-request-id'),
    });
  }

  it.each([11_000, 1_000_000])('refuses %i bytes of headers', async (length) => {
    const response = await ask({ 'x-long': 'a'.repeat(length) });
    await expectProblem(response, 431, 'request.headers_too_large');
  });

  it('leaves the refusal of an endless token to the function', async () => {
    const response = await ask({ authorization: `Bearer ${'a'.repeat(1_000_000)}` });
    expect(await response.text()).toBe('handled');
  });

  it.each([
    ['what is no HTTP', 'GARBAGE\r\n\r\n'],
    ['a header without a value', 'GET / HTTP/1.1\r\nHost: a\r\nBad Header\r\n\r\n'],
    [
      'two lengths of one body',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
    ],
  ])('refuses %s', async (_, request) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(request);
    const [head = '', body] = (await text(socket)).split('\r\n\r\n');
    const [first, ...lines] = head.split('\r\n');
    expect(first).toBe('HTTP/1.1 400 Bad Request');
    const headers = lines.map((line) => line.split(': ') as [string, string]);
    await expectProblem(new Response(body, { status: 400, headers }), 400, 'request.invalid');
  });
});
