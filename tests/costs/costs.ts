import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Call } from '../../lib/aws/calls.ts';
import type { Answer } from '../support/answer.ts';
import type { World } from '../support/world.ts';

/* What one call of each route asks of other services, from the calls that it was seen making. */

/** Of one call. */
export interface Cost {
  /** The id of the route. */
  route: string;
  /** Their operations; none is of a container that has just started. */
  requests: readonly string[];
  /** DynamoDB's units. */
  read: number;
  write: number;
}

const costsFile = fileURLToPath(new URL('../../docs/costs.md', import.meta.url));

/** What the call with this answer has cost. */
export async function costOf(world: World, route: string, { headers }: Answer): Promise<Cost> {
  const path = `/_local/requests/${headers.get('x-request-id')}/calls`;
  const calls = (await world.request('GET', path)).body as readonly Call[];
  const sum = (kind: 'read' | 'write') =>
    calls.reduce((total, { capacity }) => total + capacity[kind], 0);
  return {
    route,
    requests: calls.map(({ operation }) => operation),
    read: sum('read'),
    write: sum('write'),
  };
}

const head = `# What a call costs

Requests to DynamoDB, S3 and SQS that one call of each route makes, and the DynamoDB units that they
consume, as its [scenario](../tests/scenarios) was seen to make them: the container is warm, the items are
small. What workers do later is not in it. A test fails when one grows; \`npm run costs\` writes this page.

| Route | Requests | Read units | Write units |
| --- | --- | ---: | ---: |
`;

export function writeCosts(costs: readonly Cost[]): void {
  const rows = costs
    .toSorted((one, other) => (one.route < other.route ? -1 : 1))
    .map(
      ({ route, requests, read, write }) =>
        `| ${route} | ${summaryOf(requests)} | ${read} | ${write} |\n`,
    );
  writeFileSync(costsFile, head + rows.join(''));
}

/** `PutItem, 3 Query`, by what was sent first. */
function summaryOf(requests: readonly string[]): string {
  const runs = Map.groupBy(requests, (operation) => operation);
  return [...runs]
    .map(([operation, { length }]) => (length > 1 ? `${length} ${operation}` : operation))
    .join(', ');
}

/** What {@link writeCosts} has written. */
export function readCosts(): Cost[] {
  const rows = readFileSync(costsFile, 'utf8').matchAll(
    /^\| (\w+\.\w+) \| (.*) \| ([\d.]+) \| ([\d.]+) \|$/gm,
  );
  return [...rows].map(([, route = '', requests = '', read, write]) => ({
    route,
    requests: requests === '' ? [] : requests.split(', ').flatMap(operationsOf),
    read: Number(read),
    write: Number(write),
  }));
}

function operationsOf(run: string): string[] {
  const [, count = '1', operation = ''] = /^(?:(\d+) )?(\w+)$/.exec(run) ?? [];
  return Array.from({ length: Number(count) }, () => operation);
}

/** How many of several partitions hold something is another matter each time. */
const unitsByChance = 1;

/** In words, what grew and what the page does not have; empty when all is as it says. */
export function growth(now: readonly Cost[], before: readonly Cost[]): string[] {
  const known = new Map(before.map((cost) => [cost.route, cost]));
  return now.flatMap((cost) => {
    const was = known.get(cost.route);
    if (!was) return [`${cost.route} is not on the page`];
    const grown = [
      cost.requests.length > was.requests.length && `requests: ${summaryOf(cost.requests)}`,
      cost.read > was.read + unitsByChance && `read units: ${was.read} to ${cost.read}`,
      cost.write > was.write && `write units: ${was.write} to ${cost.write}`,
    ];
    return grown.flatMap((what) => (what ? [`${cost.route} grew in ${what}`] : []));
  });
}
