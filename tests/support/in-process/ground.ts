import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Access } from '../../../lib/local/front/accesses.ts';
import { type Fronts, startFronts } from '../../../lib/local/front/fronts.ts';
import { createPermissions } from '../../../lib/local/front/permissions.ts';
import { streamViewType, tableDefinition } from '../../../lib/model/table.ts';
import { contracts } from '../../../lib/tools/invocables.ts';
import { collectEvidence, type Evidence, mergeEvidence } from '../evidence.ts';
import { type TestRun, tableNameOf, testStackNames } from '../test-run.ts';
import { type InProcessServices, startInProcessServices } from './services.ts';

/** What a test file stands on: services of its own in its process, with fronts. */
export interface Ground extends Pick<InProcessServices, 'network' | 'addresses' | 'engine'> {
  fronts: Fronts<'dynamodb' | 'sqs'>['addresses'];
}

/** @returns what a test file stands on, and what ends it and keeps what its functions were seen doing */
export async function layGround(
  run: TestRun,
): Promise<{ ground: Ground; clear: () => Promise<void> }> {
  const { network, addresses, engine, close } = await startInProcessServices();
  const TableName = tableNameOf(run, Number(process.env.JEST_WORKER_ID ?? 1));
  engine.call('CreateTable', {
    ...tableDefinition,
    TableName,
    StreamSpecification: { StreamEnabled: true, StreamViewType: streamViewType },
  });
  const fronts = await startFronts(addresses, { network });
  const permissions = createPermissions(testStackNames);
  permissions.use(contracts);
  fronts.use(permissions.check);
  const { evidence, see } = collectEvidence(testStackNames);
  fronts.watch(see);
  return {
    ground: { network, addresses, engine, fronts: fronts.addresses },
    async clear() {
      await fronts.close();
      await close();
      await keepEvidence(run.secretsFolder, evidence);
    },
  };
}

const evidenceFolder = (secretsFolder: string) => join(secretsFolder, 'evidence');

async function keepEvidence(secretsFolder: string, evidence: Evidence): Promise<void> {
  if (evidence.size === 0) return;
  const folder = evidenceFolder(secretsFolder);
  await mkdir(folder, { recursive: true });
  const seen = [...evidence].map(([functionId, accesses]) => [functionId, [...accesses]]);
  await writeFile(join(folder, `${randomUUID()}.json`), JSON.stringify(seen));
}

/** What functions were seen doing in all test files of a run that had their services in their process. */
export async function keptEvidence(secretsFolder: string): Promise<Evidence> {
  const folder = evidenceFolder(secretsFolder);
  const files = await readdir(folder).catch(() => []);
  const all = files.map(async (file): Promise<Evidence> => {
    const seen = JSON.parse(await readFile(join(folder, file), 'utf8')) as [string, Access[]][];
    return new Map(seen.map(([functionId, accesses]) => [functionId, new Set(accesses)]));
  });
  return mergeEvidence(...(await Promise.all(all)));
}
