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
