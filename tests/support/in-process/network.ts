import { setImmediate as turn } from 'node:timers/promises';
import type { ServiceReply } from '../../../lib/local/front/front.ts';
import type { Network, Serve } from '../../../lib/local/network.ts';

/** What of a request of the SDK counts here. */
interface SdkRequest {
  protocol: string;
  hostname: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

interface SdkOptions {
  abortSignal?: AbortSignal;
  requestTimeout?: number;
}

/**
 * @param requestTimeout milliseconds after which a client gives up a request that is not answered
 */
export function createNetwork({ requestTimeout }: { requestTimeout: number }): Network {
  const servers = new Map<string, Serve>();
  let opened = 0;

  const ask = async (origin: string, asked: Parameters<Serve>[0]) => {
    const serve = servers.get(origin);
    if (!serve) throw refusedConnection(origin);
    // As over a socket, whoever else waits has a turn before the answer comes.
    await turn();
    return serve(asked);
  };

  const handle = async (
    { protocol, hostname, method, path: url, headers, body = '' }: SdkRequest,
    { requestTimeout: patience = requestTimeout, abortSignal }: SdkOptions = {},
  ) => {
    const origin = `${protocol}//${hostname}`;
    const outcome = await ask(origin, { method, url, headers, body: toBuffer(body) });
    switch (outcome.kind) {
      case 'reply': {
        const { status: statusCode, headers: got, body: content } = outcome.reply;
        return { response: { statusCode, headers: got, body: content } };
      }
      case 'silence':
        return fallSilent(patience, abortSignal);
      case 'half':
      case 'broken':
        throw brokenConnection();
    }
  };

  return {
    listen(name, serve) {
      opened += 1;
      const origin = `http://${name}-${opened}.in-process`;
      servers.set(origin, serve);
      return origin;
    },
    close: (origin) => void servers.delete(origin),
    serverOf: (origin) => servers.get(origin),
    // Of the SDK's interface this is all that its clients call.
    requestHandler: {
      handle,
      destroy: () => undefined,
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    },
    async fetch(text) {
      const { origin, pathname, search } = new URL(text);
      if (!servers.has(origin)) return fetch(text);
      const outcome = await ask(origin, {
        method: 'GET',
        url: pathname + search,
        headers: {},
        body: Buffer.alloc(0),
      });
      if (outcome.kind !== 'reply') throw brokenConnection();
      const { status, body } = outcome.reply;
      return new Response(new Uint8Array(body), { status });
    },
  };
}

const toBuffer = (body: string | Uint8Array) =>
  typeof body === 'string'
    ? Buffer.from(body)
    : Buffer.from(body.buffer, body.byteOffset, body.byteLength);

const brokenConnection = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

const refusedConnection = (origin: string) =>
  Object.assign(new Error(`connect ECONNREFUSED ${origin}`), { code: 'ECONNREFUSED' });

/** Ends as the SDK ends a request that takes too long. */
function fallSilent(milliseconds: number, signal?: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (name: string, message: string) => {
      clearTimeout(timer);
      reject(Object.assign(new Error(message), { name }));
    };
    const timer = setTimeout(() => {
      fail('TimeoutError', `no answer within ${milliseconds} ms`);
    }, milliseconds);
    signal?.addEventListener('abort', () => fail('AbortError', 'Request aborted'), { once: true });
  });
}

/** A reply in the JSON that AWS speaks. */
export const jsonReply = (status: number, value: unknown): ServiceReply => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: Buffer.from(JSON.stringify(value)),
});
