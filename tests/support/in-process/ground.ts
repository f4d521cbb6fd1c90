import { type Fronts, startFronts } from '../../../lib/local/front/fronts.ts';
import { createPermissions } from '../../../lib/local/front/permissions.ts';
import { streamViewType, tableDefinition } from '../../../lib/model/table.ts';
import { contracts } from '../../../lib/tools/invocables.ts';
import { collectEvidence } from '../evidence.ts';
import { type TestRun, tableNameOf, testStackNames } from '../test-run.ts';
import { keepEvidence } from './kept-evidence.ts';
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
