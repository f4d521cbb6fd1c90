import { successStatuses } from '../../lib/http/route.ts';
import { costOf, growth, readCosts } from '../costs/costs.ts';
import { scanTable } from '../invariants/scan-table.ts';
import type { NamedBackgroundScenario, NamedRouteScenario } from '../scenarios/scenarios.ts';
import { describeAnswer } from '../support/answer.ts';
import type { Stack } from '../support/stack.ts';
import type { World } from '../support/world.ts';

/**
 * Moments on which a calendar or a clock turns, in UTC or where people live, or a number of seconds
 * outgrows its bits.
 */
export const dates = [
  // New York puts its clocks forward, later back.
  '2027-03-14T07:00:01.000Z',
  '2027-11-07T05:59:50.000Z',
  '2027-11-30T22:30:00.000Z',
  '2027-12-01T00:00:01.000Z',
  // New Year in Seoul, then in UTC.
  '2027-12-31T15:00:01.000Z',
  '2027-12-31T23:59:30.000Z',
  '2028-02-29T12:00:00.000Z',
  '2028-03-01T00:00:01.000Z',
  '2038-01-19T03:14:00.000Z',
  '2038-01-19T03:15:00.000Z',
] as const;

/** Zones that a process may be in; Moa counts in UTC in each. */
export const zones = ['UTC', 'America/New_York', 'Asia/Seoul', 'Pacific/Kiritimati'] as const;

/**
 * Events have their time from the table's stream, whose clock nobody moves: to who lists them at another
 * date they are of another month. `audit-pages.test.ts` says what that costs on such dates.
 */
const costOfEvents: ReadonlySet<string> = new Set(['platform.listAuditEntries']);

export interface Scenarios {
  background: readonly NamedBackgroundScenario[];
  routes: readonly NamedRouteScenario[];
}

/** What goes otherwise than on any day when the scenarios are played at a date; empty when nothing does. */
export async function problemsAt(
  stack: Stack,
  date: string,
  { background, routes }: Scenarios,
): Promise<string[]> {
  await stack.renew([], Date.parse(date) - Date.now());
  const problems: string[] = [];
  const play = async (name: string, act: (world: World) => Promise<void>) => {
    const world = stack.createWorld();
    try {
      await act(world);
      await world.drain();
    } catch (error) {
      problems.push(`${name}: ${String(error)}`);
    }
  };
  for (const { name, scenario } of background) {
    await play(name, async (world) => {
      const act = await scenario.arrange(world);
      await act();
    });
  }
  const costs = readCosts();
  for (const { name, route, scenario } of routes) {
    await play(name, async (world) => {
      const call = await scenario.arrange(world);
      // What a container keeps is there from the second call on.
      if (route.method === 'GET') await world.call(route, call);
      const answer = await world.call(route, call);
      if (successStatuses(route).includes(answer.status)) {
        const cost = await costOf(world, route.id, answer);
        if (!costOfEvents.has(route.id)) problems.push(...growth([cost], costs));
      } else {
        problems.push(`${name}: ${describeAnswer(answer)}`);
      }
    });
  }
  // Imported late: it reads the configuration, which the stack sets.
  const { violationsOf } = await import('../invariants/violations.ts');
  const items = await scanTable(stack.clients.dynamodb, stack.tableName);
  return [...problems, ...violationsOf(items)];
}
