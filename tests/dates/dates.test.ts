import { listAuditEntries } from '../../functions/platform/audit/routes.ts';
import { timeIn } from '../scenarios/arrange.ts';
import {
  backgroundScenarios,
  type NamedRouteScenario,
  oneOfEach,
  routeScenarios,
} from '../scenarios/scenarios.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { testRun } from '../support/test-run.ts';
import { problemsAt } from './dates.ts';

/** What reckons with time; `npm run dates-test` plays all scenarios. */
const chosen = [
  ...['platform.listAuditEntries', 'sns.getTimeline', 'identity.login', 'identity.refresh'],
  ...['identity.introspectToken', 'identity.verifyEmail', 'identity.answerChallenge'],
  'files.createFile',
];

/** The end of a month and of a year, a leap day, a change of clocks, and when 31 bits of seconds end. */
const dates = [
  '2027-03-14T07:00:01.000Z',
  '2027-11-30T22:30:00.000Z',
  '2027-12-31T23:59:50.000Z',
  '2028-02-29T12:00:00.000Z',
  '2038-01-19T03:14:00.000Z',
];

const routes = oneOfEach(routeScenarios, ({ route }) => route.id).filter(({ route }) =>
  chosen.includes(route.id),
);

describeInProcess('the day is no part of any result', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
  });

  afterAll(() => stack.close());

  it.each(dates)('%s', async (date) => {
    const tasks = backgroundScenarios.filter(({ kind }) => kind === 'task');
    expect(routes).toHaveLength(chosen.length);
    expect(await problemsAt(stack, date, { background: tasks, routes })).toEqual([]);
  });

  it('finds a call that is answered otherwise on the last day of a month', async () => {
    const planted: NamedRouteScenario = {
      name: 'planted',
      route: listAuditEntries,
      scenario: {
        others: 'same',
        async arrange(world) {
          const tomorrow = await timeIn(world, 24 * 3600_000);
          const limit = tomorrow.getUTCDate() === 1 ? 0 : 1;
          return { as: await world.callerWith(['admin']), query: { limit } };
        },
      },
    };
    const onDay = (date: string) => problemsAt(stack, date, { background: [], routes: [planted] });
    expect(await onDay('2027-01-30T12:00:00.000Z')).toEqual([]);
    expect(await onDay('2027-01-31T12:00:00.000Z')).toEqual([
      expect.stringContaining('planted: GET /v1/admin/audit answered 400'),
    ]);
  });
});
