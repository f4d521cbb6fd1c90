import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP proxy in front of a service that can lose replies: applied there, never heard here. */
export interface LossyProxy {
  address: string;
  /**
   * Loses the next reply to `operation`, as its `X-Amz-Target` ends: `TransactWriteItems`. What
   * happens `meanwhile` is over when the caller notices.
   */
  loseNextReply(operation: string, meanwhile?: () => Promise<unknown>): void;
  /** Calls per operation since it last was told to lose a reply. */
  calls(): string[];
  close(): Promise<void>;
}

export async function startLossyProxy(target: string): Promise<LossyProxy> {
  let losing: string | undefined;
  let happens: (() => Promise<unknown>) | undefined;
  let seen: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target']).replace(/^.*\./, '');
    seen.push(operation);
    const loses = operation === losing;
    if (loses) losing = undefined;
    const forwarded = request(
      target,
      { method: incoming.method, path: incoming.url, headers: incoming.headers },
      (reply) => {
        if (loses) {
          const lose = () => incoming.socket.destroy();
          reply.resume().once('end', () => void (happens?.() ?? Promise.resolve()).finally(lose));
          return;
        }
        outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(outgoing);
      },
    );
    forwarded.once('error', () => incoming.socket.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    loseNextReply(operation, meanwhile) {
      losing = operation;
      happens = meanwhile;
      seen = [];
    },
    calls: () => [...seen],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
