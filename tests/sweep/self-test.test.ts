import type { RouteDefinition } from '../../lib/http/route.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { loadModule, type Stack, startStack } from '../support/stack.ts';
import { testRun } from '../support/test-run.ts';
import { toBackgroundSubject, toRouteSubject } from './subject.ts';
import { type SubjectReport, type SweepOptions, sweep } from './sweep.ts';

/* The sweep must find what is wrong with functions that are, and nothing where nothing is. */

type Planted = typeof import('./planted.ts');

/** Faults of these kinds; notes are of no domain, and so of no invariant. */
const only = (kinds: RegExp): SweepOptions => ({
  choose: (all) => all.filter(({ kind }) => kinds.test(kind)),
  judge: () => [],
});

const telling = /error|lost_reply|kill|twice/;

describeInProcess('the sweep', () => {
  let stack: Stack;
  let planted: Planted;

  beforeAll(async () => {
    stack = await startStack({ on: testRun(), load });
    planted = await import('./planted.ts');
  });

  afterAll(() => stack.close());

  /** The modules of the planted functions, and of Moa for all else. */
  async function load(path: string): Promise<object> {
    planted ??= await import('./planted.ts');
    const { naiveRoutes, soundRoutes, naiveQueue, soundQueue } = planted;
    const routes = [...Object.values(naiveRoutes), ...Object.values(soundRoutes)];
    if (path === 'lib/registry/routes') return { routes: routes.map(([definition]) => definition) };
    if (path === 'lib/registry/queues') return { queues: [naiveQueue, soundQueue] };
    if (path === 'functions/test/workers/count-blindly') return { handler: planted.naiveWorker };
    if (path === 'functions/test/workers/count-once') return { handler: planted.soundWorker };
    const { modulePath } = await import('../../lib/functions.ts');
    const found = routes.find(([{ id }]) => modulePath('route', id) === path);
    return found ? { handler: found[1] } : loadModule(path);
  }

  const sweepRoute = (route: RouteDefinition, kinds = telling) =>
    sweep(
      stack,
      toRouteSubject({
        name: route.id,
        route,
        scenario: { arrange: async () => ({}), others: 'same' },
      }),
      only(kinds),
    );

  const sweepWorker = (definition: Planted['naiveQueue']) =>
    sweep(
      stack,
      toBackgroundSubject({
        name: definition.id,
        id: definition.id,
        kind: 'worker',
        definition,
        scenario: { arrange: async () => () => planted.send(definition) },
      }),
      only(telling),
    );

  const problemsOf = ({ results }: SubjectReport) =>
    results.filter(({ problems }) => problems.length > 0).map(({ name }) => name);

  async function routeNamed(name: string): Promise<RouteDefinition> {
    const found = { ...planted.naiveRoutes, ...planted.soundRoutes }[name];
    if (!found) throw new Error(`Nothing planted ${name}`);
    return found[0];
  }

  it.each([
    ['adds to a counter without a condition', 'lost_reply at call 1 (dynamodb UpdateItem)'],
    ['creates without idempotency', 'kill_after at call 1 (dynamodb PutItem)'],
    ['writes twice without a transaction', 'kill_before at call 3 (dynamodb PutItem)'],
    ['takes its own earlier effect for a conflict', 'lost_reply at call 1 (dynamodb PutItem)'],
    ['swallows what went wrong', 'error x3 at call 1 (dynamodb PutItem)'],
    [
      'calls a dependency that is down its own fault',
      'error x3 at call 1 (dynamodb TransactWriteItems)',
    ],
  ])('finds the route that %s', async (name, where) => {
    const [kind = ''] = where.split(' ');
    const report = await sweepRoute(await routeNamed(name), new RegExp(kind));
    expect(problemsOf(report)).toContain(where);
  });

  it('finds the worker that counts a message again', async () => {
    const found = problemsOf(await sweepWorker(planted.naiveQueue));
    expect(found).toContain('lost_reply at call 1 (dynamodb UpdateItem)');
    expect(found).toContain('twice');
  });

  it('finds nothing wrong with what is sound, and visits all', async () => {
    const reports = [
      await sweepRoute(await routeNamed('commits once for its key')),
      await sweepWorker(planted.soundQueue),
    ];
    for (const { results } of reports) {
      expect(results.length).toBeGreaterThan(5);
      expect(results.filter(({ visited }) => !visited)).toEqual([]);
      expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
    }
  });
});
