import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { successStatus } from '../../lib/http/route.ts';
import { bundling } from '../../lib/tools/bundling.ts';
import { invocables } from '../../lib/tools/invocables.ts';
import { backgroundScenarios, oneOfEach, routeScenarios } from '../scenarios/scenarios.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { testRun } from '../support/test-run.ts';
import { root } from './packaged.ts';

/*
 * What is left out of the bundles, replaced in them or made later there is in no other test: here the
 * functions are what is deployed, and only what is around them comes from the sources.
 */

const outdir = join(root, '.build/runnable');
/** Node's own: jest's would transform what is bundled. */
const load = createRequire(__filename);

async function bundleAll(): Promise<void> {
  await build({
    ...bundling,
    absWorkingDir: root,
    entryPoints: invocables.map(({ module }) => `${module}.ts`),
    outdir,
    outbase: '.',
    outExtension: { '.js': '.cjs' },
    sourcemap: false,
  });
}

describeInProcess('from its bundle', () => {
  let stack: Stack;
  const run = new Set<string>();

  beforeAll(async () => {
    await bundleAll();
    const bundled = new Set(invocables.map(({ module }) => module));
    stack = await startStack({
      on: testRun(),
      load: async (path) => {
        if (!bundled.has(path)) return import(`../../${path}.ts`);
        run.add(path);
        return load(join(outdir, `${path}.cjs`)) as object;
      },
    });
  }, 300_000);

  afterAll(() => stack.close());

  it.each(
    oneOfEach(routeScenarios, ({ route }) => route.id).map(
      ({ route, scenario }) => [route.id, route, scenario] as const,
    ),
  )('%s answers', async (_, route, scenario) => {
    const world = stack.createWorld();
    expect(await world.call(route, await scenario.arrange(world))).toHaveStatus(
      successStatus(route),
    );
    await world.drain();
  });

  it.each(
    oneOfEach(
      backgroundScenarios.filter(({ scenario }) => !scenario.env),
      ({ id }) => id,
    ).map(({ id, scenario }) => [id, scenario] as const),
  )('%s does its work', async (_, scenario) => {
    const world = stack.createWorld();
    const act = await scenario.arrange(world);
    await act();
    await world.drain();
  });

  it('every function has run, and left nothing undone', async () => {
    const missing = invocables.filter(({ module }) => !run.has(module)).map(({ name }) => name);
    expect(missing).toEqual(['platform-route-not-found']);
    const { body } = await stack.createWorld().request('GET', '/_local/queues');
    const undone = (body as { name: string; deadLetters: number }[]).filter(
      ({ deadLetters }) => deadLetters > 0,
    );
    expect(undone).toEqual([]);
  });
});
