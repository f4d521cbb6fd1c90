import { declaredNeedsOf, needsOf } from '../../lib/grants.ts';
import type * as SecretsModule from '../../lib/secrets.ts';
import { invocables } from '../../lib/tools/invocables.ts';
import { currentTrace } from '../../lib/trace.ts';
import { backgroundScenarios, oneOfEach, routeScenarios } from '../scenarios/scenarios.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { createWorld } from '../support/world.ts';

const read = new Map<string, Set<string>>();

jest.mock('../../lib/secrets.ts', () => {
  const secrets = jest.requireActual<typeof SecretsModule>('../../lib/secrets.ts');
  return {
    readSecret(...asked: Parameters<typeof secrets.readSecret>) {
      const functionId = currentTrace()?.functionId ?? 'none';
      read.set(functionId, (read.get(functionId) ?? new Set()).add(asked[0]));
      return secrets.readSecret(...asked);
    },
  } satisfies Partial<typeof SecretsModule>;
});

describeInProcess('secrets that functions read', () => {
  beforeAll(async () => {
    const world = await createWorld();
    for (const { route, scenario } of oneOfEach(routeScenarios, ({ route: { id } }) => id)) {
      await world.call(route, await scenario.arrange(world));
    }
    for (const { scenario } of oneOfEach(backgroundScenarios, ({ id }) => id)) {
      if (scenario.env) continue;
      await (await scenario.arrange(world))();
    }
    await world.drain();
  }, 180_000);

  it.each(invocables.map((invocable) => [invocable.definition.id, invocable] as const))(
    'by %s are those that it may',
    (id, invocable) => {
      const seen = [...(read.get(id) ?? [])];
      expect(needsOf(invocable).secrets).toEqual(expect.arrayContaining(seen));
      expect(seen).toEqual(expect.arrayContaining(declaredNeedsOf(invocable).secrets));
    },
  );
});
