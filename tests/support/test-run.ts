import type { useRequestHandlers } from '../../lib/aws/request-handlers.ts';
import type { StackNames } from '../../lib/local/front/accesses.ts';
import type { Network } from '../../lib/local/network.ts';
import type { ServiceAddresses } from '../../lib/local/services/services.ts';
import type { Engine } from '../dynamodb/engine.ts';
import type { Ground } from './in-process/ground.ts';

/** What global set-up tells the workers of one jest run. */
export interface TestRun {
  /** Tells the tables and queues of this run from others'. */
  name: string;
  /** Where the services are. */
  addresses: ServiceAddresses;
  /** Where the functions reach them. */
  fronts: ServiceAddresses;
  secretsFolder: string;
  /** Reaches services of this process, if the test file has some of its own. */
  network?: Network;
  engine?: Engine;
}

const variable = 'MOA_TEST_RUN';

export function announceTestRun(run: TestRun): void {
  process.env[variable] = JSON.stringify(run);
}

/** The services of this test file. @throws Error when the tests run against `BASE_URL` */
export function testRun(): TestRun {
  const text = process.env[variable];
  if (text === undefined) throw new Error('Over HTTP there is no service to reach directly');
  const run = JSON.parse(text) as TestRun;
  const ground = Reflect.get(globalThis, Symbol.for('moa.tests.ground')) as Ground | undefined;
  if (!ground) return run;
  const { network, engine } = ground;
  return {
    ...run,
    network,
    engine,
    addresses: { ...run.addresses, ...ground.addresses },
    fronts: { ...run.fronts, ...ground.fronts },
  };
}

/** What carries the requests of the functions' clients to services of this process. */
export function inProcessHandlers(): Parameters<typeof useRequestHandlers>[0] {
  const network = process.env[variable] === undefined ? undefined : testRun().network;
  if (!network) return {};
  return { dynamodb: network.requestHandler, sqs: network.requestHandler };
}

/** One table a worker, shared by its test files. */
export const tableNameOf = ({ name }: TestRun, worker: number) => `moa-${name}-${worker}`;

/** The bucket beside a table: its name is in the links that answers give, a table's never is. */
export const bucketNameOf = (tableName: string) => tableName.replace(/^moa-/, 'files-');

const stackName = /^moa-[0-9a-f]{8}(?:-(?:\d+|[0-9a-f]{8,10})(?=-|$))*/;

/** The names of all stacks that tests make: each is called as its table. */
export const testStackNames: StackNames = {
  isTable: (name) => name.replace(stackName, '') === '',
  isBucket: (name) => name.replace(/^files-/, 'moa-').replace(stackName, '') === '',
  queueOf: (name) => {
    const [, queue] = name.replace(stackName, '').split(/^-/);
    return queue;
  },
};
