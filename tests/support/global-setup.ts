import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GlobalConfig } from 'jest';
import { createClients } from '../../lib/local/clients.ts';
import { startFronts } from '../../lib/local/front/fronts.ts';
import { createPermissions } from '../../lib/local/front/permissions.ts';
import { startServices } from '../../lib/local/services/services.ts';
import { ensureTable } from '../../lib/local/table.ts';
import { contracts } from '../../lib/tools/invocables.ts';
import { collectEvidence } from './evidence.ts';
import { keepForTeardown } from './kept.ts';
import { writeSecrets } from './secrets.ts';
import { announceTestRun, type TestRun, tableNameOf, testStackNames } from './test-run.ts';

/** Starts the services once for all workers, with a table for each; nothing against `BASE_URL`. */
export default async function globalSetup({ maxWorkers }: GlobalConfig): Promise<void> {
  if (process.env.BASE_URL) return;
  if (Number.parseInt(process.versions.node, 10) < 24) {
    throw new Error(`The tests need Node 24, this is ${process.version}: run them by npm test`);
  }
  const secretsFolder = await mkdtemp(join(tmpdir(), 'moa-test-'));
  const services = await startServices({ dataDir: undefined });
  const fronts = await startFronts(services.addresses);
  const permissions = createPermissions(testStackNames);
  permissions.use(contracts);
  fronts.use(permissions.check);
  const { evidence, see } = collectEvidence(testStackNames);
  fronts.watch(see);
  keepForTeardown({ services, fronts, secretsFolder, evidence });
  await writeSecrets(secretsFolder);
  const name = randomBytes(4).toString('hex');
  const run: TestRun = {
    name,
    addresses: services.addresses,
    fronts: fronts.addresses,
    secretsFolder,
  };
  const clients = createClients(run.addresses, 'us-east-1');
  for (let worker = 1; worker <= maxWorkers; worker++) {
    await ensureTable(clients.dynamodb, tableNameOf(run, worker));
  }
  clients.destroy();
  announceTestRun(run);
}
