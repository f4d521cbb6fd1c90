/*
 * The object store as a program: `s3-server.ts [folder]`. Without a folder it uses one of its own,
 * which goes when it ends.
 */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveWithParent, tellParent } from './child-program.ts';
import { createService } from './s3/service.ts';
import { openStore } from './s3/store.ts';

/** Longer than a client keeps a connection, which would else break under its next call. */
const keepAliveTimeout = 65_000;

async function main(folder: string | undefined): Promise<void> {
  const root = folder ?? (await mkdtemp(join(tmpdir(), 'moa-s3-')));
  const store = await openStore(root, folder !== undefined);
  const serve = createService(store);
  // A large file takes its time.
  const server = createServer({ keepAliveTimeout, requestTimeout: 0 }, (request, response) => {
    void serve(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  if (folder === undefined) {
    process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  }
  liveWithParent(() => undefined);
  tellParent({ kind: 'ready', port: (server.address() as AddressInfo).port });
}

main(process.argv[2]).catch((error: unknown) => {
  tellParent({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
});
