import type { StackNames } from '../../lib/local/front/accesses.ts';
import type { ServiceAddresses } from '../../lib/local/services/services.ts';

/** What global set-up tells the workers of one jest run. */
export interface TestRun {
  /** Tells the tables and queues of this run from others'. */
  name: string;
  /** Where the services are. */
  addresses: ServiceAddresses;
  /** Where the functions reach them. */
  fronts: ServiceAddresses;
  secretsFolder: string;
}

const variable = 'MOA_TEST_RUN';

export function announceTestRun(run: TestRun): void {
  process.env[variable] = JSON.stringify(run);
}

/** The services of this jest run. @throws Error when the tests run against `BASE_URL` */
export function testRun(): TestRun {
  const text = process.env[variable];
  if (text === undefined) throw new Error('Over HTTP there is no service to reach directly');
  return JSON.parse(text) as TestRun;
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
