import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { bodyTooLarge, headersTooLarge, invalidRequest } from '../errors/request-errors.ts';
import { type GatewayAnswer, gatewayMessage, gatewayProblem } from './http-answer.ts';
import { type GatewayRequest, largestBody } from './http-event.ts';
import { LocalServiceError } from './services/local-service-error.ts';

type Handle = (request: GatewayRequest) => Promise<GatewayAnswer>;

/** What API Gateway takes of a request's first line and headers. */
const largestHead = 10_240;

/** What Node reads of them, so that a client has sent all before it is refused. */
const largestReadHead = 4 * 1024 * 1024;

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
  const server = createServer({ maxHeaderSize: largestReadHead, keepAliveTimeout: 65_000 });
  server.on('request', (request, response) => {
    void (handle ? respond(handle, request, response) : wait(handler, request, response));
  });
  server.on('clientError', refuseUnreadable);
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
  const isTooLarge = body === 'too large';
  const answer = isTooLarge
    ? gatewayProblem(bodyTooLarge, 'Request Entity Too Large')
    : await answerOf(handle, request, body);
  const { status, headers } = answer;
  if (isTooLarge) headers.connection = 'close';
  const isHead = request.method === 'HEAD';
  if (status !== 204 && status !== 304 && !(isHead && headers['content-length'])) {
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
  response.end(isHead ? undefined : answer.body);
}

/** Answers what is no HTTP request. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const isOverflow = error.code === 'HPE_HEADER_OVERFLOW';
  const { status, headers, body } = isOverflow
    ? headTooLarge()
    : gatewayProblem(invalidRequest, 'Bad Request');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      ...lines,
      'connection: close',
      `content-length: ${Buffer.byteLength(body ?? '')}`,
      '',
      body,
    ].join('\r\n'),
  );
}

const headTooLarge = () => gatewayProblem(headersTooLarge, 'Request Header Fields Too Large');

/** An endless token is left to the function, whose answer tells what is wrong with it. */
function isHeadTooLarge({ url = '', rawHeaders, headers }: IncomingMessage): boolean {
  const length = rawHeaders.reduce((sum, text) => sum + text.length, url.length);
  return length - (headers.authorization ?? '').length > largestHead;
}

async function answerOf(
  handle: Handle,
  request: IncomingMessage,
  body: Uint8Array | undefined,
): Promise<GatewayAnswer> {
  if (isHeadTooLarge(request)) return headTooLarge();
  const { method = 'GET', url = '/', rawHeaders: headers, socket } = request;
  return handle({ method, url, headers, body, sourceIp: socket.remoteAddress ?? '127.0.0.1' });
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
