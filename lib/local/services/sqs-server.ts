/*
 * The SQS service as a program: `sqs-server.ts [folder]`, in memory without a folder. A process
 * of its own because its SQLite writes are synchronous and would stop the API's event loop, and
 * because its own start function listens on all interfaces.
 */
import { liveWithParent, tellParent } from './child-program.ts';
import { createSqsApp, type SqsApp } from './sqs-app.ts';

const ACCOUNT = '000000000000';

async function main(folder: string | undefined): Promise<void> {
  const { app, store } = await createSqsApp(folder);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  renewQueueUrls(store, address);
  liveWithParent(() => app.close());
  tellParent({ kind: 'ready', port: Number(new URL(address).port) });
}

/** Loaded queues carry the port of the run that created them. */
function renewQueueUrls(store: SqsApp['store'], address: string): void {
  const queues = [...store.allQueues()];
  const byUrl = Reflect.get(store, 'queues') as Map<string, unknown>;
  byUrl.clear();
  for (const queue of queues) {
    const url = `${address}/${ACCOUNT}/${queue.name}`;
    Object.assign(queue, { url });
    byUrl.set(url, queue);
  }
}

main(process.argv[2]).catch((error: unknown) => {
  tellParent({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
});
