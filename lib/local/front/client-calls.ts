import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { parseTrace } from '../../trace.ts';
import type { ServiceCall } from './call.ts';
import { readObjectRequest } from './object-requests.ts';

/** A request that a client makes with a link or a form that a function signed. */
export interface ClientCall {
  /** Traced to the function: with its permissions the client acts. */
  call: ServiceCall;
  body: Readable;
  /** To be called where the body is not read: what has begun to read it would stand in the way. */
  letGo: () => Promise<void>;
}

/** Fields of a form come before its file, and are no longer than this. */
const longestFields = 64 * 1024;

/** Reads what a client asks of S3, without the content that it sends. */
export async function readClientCall(incoming: IncomingMessage): Promise<ClientCall> {
  const { method, url = '/', headers } = incoming;
  const { operation, input } = readObjectRequest({ method, url, headers });
  const isForm = /^multipart\/form-data/i.test(headers['content-type'] ?? '');
  if (!isForm) {
    const token = new URL(url, 'http://localhost').searchParams.get('X-Amz-Security-Token');
    return {
      call: callOf(operation, input, token ?? ''),
      body: incoming,
      letGo: async () => undefined,
    };
  }
  const source = incoming.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  let head = Buffer.alloc(0);
  while (head.length < longestFields && !/name="file"/i.test(head.toString('latin1'))) {
    const { value, done } = await source.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const fields = head.toString('utf8');
  const Key = fieldIn(fields, 'key');
  return {
    call: callOf(operation, { ...input, Key }, fieldIn(fields, 'x-amz-security-token')),
    body: Readable.from(joined(head, source), { objectMode: false }),
    letGo: async () => {
      await source.return?.();
    },
  };
}

/** The session token of credentials stands for the function that signs with them. */
const callOf = (operation: string, input: ServiceCall['input'], token: string): ServiceCall => ({
  service: 's3',
  operation,
  input,
  trace: parseTrace(token),
});

const fieldIn = (form: string, name: string): string =>
  new RegExp(`name="${name}"[^\\r]*\\r\\n(?:[^\\r]+\\r\\n)*\\r\\n([^\\r]*)`, 'i').exec(form)?.[1] ??
  '';

async function* joined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
