import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type GatewayAnswer, gatewayMessage } from './http-answer.ts';
import { type GatewayRequest, largestBody } from './http-event.ts';
import { LocalServiceError } from './services/local-service-error.ts';

type Handle = (request: GatewayRequest) => Promise<GatewayAnswer>;

/** What API Gateway takes of a request's first line and headers. */
const largestHead = 10_240;

/**
 * Listens on 127.0.0.1. Requests wait until `handler` resolves.
 *
 * @throws LocalServiceError when the port cannot be had
 */
export async function startHttpServer(port: number, handler: Promise<Handle>): Promise<Server> {
  let handle: Handle | undefined;
  handler.then(
    (ready) => {
      handle = ready;
    },
    () => undefined,
  );
  const server = createServer({ maxHeaderSize: largestHead, keepAliveTimeout: 65_000 });
  server.on('request', (request, response) => {
    void (handle ? respond(handle, request, response) : wait(handler, request, response));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(port, error)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function wait(
  handler: Promise<Handle>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await respond(await handler, request, response);
  } catch {
    // The start failed; it says so itself.
    response.destroy();
  }
}

async function respond(
  handle: Handle,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (body === 'aborted') return;
  const { method = 'GET', url = '/', rawHeaders, socket } = request;
  const isTooLarge = body === 'too large';
  const answer = isTooLarge
    ? gatewayMessage(413, 'Request Entity Too Large')
    : await handle({
        method,
        url,
        headers: rawHeaders,
        body,
        sourceIp: socket.remoteAddress ?? '127.0.0.1',
      });
  const { status, headers } = answer;
  if (isTooLarge) headers.connection = 'close';
  if (status !== 204 && status !== 304) {
    headers['content-length'] = String(answer.body ? Buffer.byteLength(answer.body) : 0);
  }
  try {
    response.writeHead(status, headers);
  } catch {
    // A header that HTTP does not allow, which API Gateway does not pass on either.
    const { body: message, headers: plain } = gatewayMessage(500, 'Internal Server Error');
    response.writeHead(500, plain).end(message);
    return;
  }
  response.end(method === 'HEAD' ? undefined : answer.body);
}

/** Most requests have no body: they are not waited for. */
function readBody(
  request: IncomingMessage,
): Promise<Uint8Array | undefined | 'too large' | 'aborted'> | undefined {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if ((length === undefined || length === '0') && encoding === undefined) return undefined;
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= largestBody) parts.push(part);
      else resolve('too large');
    });
    request.on('end', () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    request.on('error', () => resolve('aborted'));
    request.on('close', () => resolve('aborted'));
  });
}

function portError(port: number, { code, message }: NodeJS.ErrnoException): LocalServiceError {
  const reason = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code ?? message})`;
  return new LocalServiceError(
    `port ${port} ${reason}: choose another one, PORT=${port + 1} npm start`,
  );
}
