import { modulePath } from '../../../lib/functions.ts';
import type { LocalApp } from '../../../lib/local/app.ts';
import type { Load } from '../../../lib/local/generation.ts';
import { featureOf, routes } from '../../../lib/registry/routes.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import type { Stack } from '../../support/stack.ts';
import { testRun } from '../../support/test-run.ts';
import { worldOf } from '../../support/world.ts';
import { crossIdentities, type Ground, revocationMilliseconds } from '../cross-identities.ts';
import { type PlantedRoute, plantedRoutes } from '../planted-routes.ts';
import { layGround, limitMilliseconds } from './ground.ts';

describeInProcess('identities, crossed with planted routes', () => {
  let stack: Stack;
  let ground: Ground;
  let planted: PlantedRoute[] = [];
  let app: LocalApp | undefined;

  beforeAll(async () => {
    ({ stack, ground } = await layGround());
    planted = await plantedRoutes();
    app = await startBeside(stack, planted);
    // An app that starts sets the clock that both share.
    ground.setClockOffset(revocationMilliseconds);
  });

  afterAll(async () => {
    await app?.close();
    await stack.close();
  });

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

/** The API of a stack with more routes, over the same table; the stack's own workers go on. */
async function startBeside(stack: Stack, planted: readonly PlantedRoute[]): Promise<LocalApp> {
  const { createApp } = await import('../../../lib/local/app.ts');
  const modules = new Map<string, object>([
    [
      'lib/registry/routes',
      { featureOf, routes: [...routes, ...planted.map(({ route }) => route)] },
    ],
    ['lib/registry/queues', { queues: [] }],
    ['lib/registry/tasks', { tasks: [] }],
    ['events/streams', {}],
    ...planted.map(({ route, handler }): [string, object] => [
      modulePath('route', route.id),
      { handler },
    ]),
  ]);
  const load: Load = async (path) => modules.get(path) ?? import(`../../../${path}.ts`);
  return createApp({
    load,
    ...testRun(),
    tableName: stack.tableName,
    queuePrefix: `${stack.tableName}-`,
    bucketName: stack.bucketName,
  });
}
