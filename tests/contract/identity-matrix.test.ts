import { routes } from '../../functions/registry.ts';
import { modulePath } from '../../lib/functions.ts';
import type { LocalApp } from '../../lib/local/app.ts';
import type { Load } from '../../lib/local/generation.ts';
import { scanTable } from '../invariants/scan-table.ts';
import { routeScenarios } from '../scenarios/scenarios.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { testRun } from '../support/test-run.ts';
import { worldOf } from '../support/world.ts';
import { crossIdentities, type Ground, revocationMilliseconds } from './cross-identities.ts';
import { gatherCast } from './identities.ts';
import { type PlantedRoute, plantedRoutes } from './planted-routes.ts';

/** Many times what it takes when nothing else runs. */
const limitMilliseconds = 900_000;

describeInProcess('every route, crossed with every identity and id', () => {
  let stack: Stack;
  let ground: Ground;

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
    const app = stack.app();
    ground = {
      cast: await gatherCast(stack.createWorld()),
      createWorld: () => stack.createWorld(),
      scan: () => scanTable(stack.clients.dynamodb, stack.tableName),
      drain: () => app.drain(),
      outbound: (requestId) => app.calls(requestId),
      setClockOffset: (milliseconds) => app.setClockOffset(milliseconds),
    };
    ground.setClockOffset(revocationMilliseconds);
  });

  afterAll(() => stack.close());

  it(
    'lets in who may, and nobody else',
    async () => {
      const { findings, cells } = await crossIdentities(ground, routeScenarios);
      expect(findings).toEqual([]);
      expect(cells).toBeGreaterThan(60 * routes.length);
    },
    limitMilliseconds,
  );

  describe('beside planted routes', () => {
    let planted: PlantedRoute[] = [];
    let app: LocalApp | undefined;

    beforeAll(async () => {
      planted = await plantedRoutes();
      app = await startBeside(stack, planted);
    });

    afterAll(() => app?.close());

    it(
      'finds every hole, and none where there is none',
      async () => {
        const { fetch, calls } = app as LocalApp;
        const baseUrl = String(process.env.API_URL);
        const { findings } = await crossIdentities(
          { ...ground, createWorld: () => worldOf({ baseUrl, fetch }), outbound: calls },
          planted.map(({ route, scenario }) => ({ name: route.id, route, scenario })),
        );
        for (const { route, hole } of planted) {
          const found = findings.filter((finding) => finding.startsWith(`${route.id}: `));
          if (hole) expect(found).toContainEqual(expect.stringMatching(hole));
          else expect(found).toEqual([]);
        }
      },
      limitMilliseconds,
    );
  });
});

/** The API of a stack with more routes, over the same table; the stack's own workers go on. */
async function startBeside(stack: Stack, planted: readonly PlantedRoute[]): Promise<LocalApp> {
  const { createApp } = await import('../../lib/local/app.ts');
  const modules = new Map<string, object>([
    ['functions/registry', { routes: [...routes, ...planted.map(({ route }) => route)] }],
    ['events/queues', { queues: [] }],
    ['events/schedules', { tasks: [] }],
    ['events/streams', {}],
    ...planted.map(({ route, handler }): [string, object] => [
      modulePath('route', route.id),
      { handler },
    ]),
  ]);
  const load: Load = async (path) => modules.get(path) ?? import(`../../${path}.ts`);
  return createApp({
    load,
    addresses: testRun().addresses,
    tableName: stack.tableName,
    queuePrefix: `${stack.tableName}-`,
    bucketName: stack.bucketName,
  });
}
