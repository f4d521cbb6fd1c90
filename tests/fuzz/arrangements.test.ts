import { describeInProcess } from '../support/describe-in-process.ts';
import { fuzz } from './fuzz.ts';
import { plantedTarget } from './planted-api.ts';
import type { Target } from './target.ts';

/** An API of which no call can be prepared, but for the first of each scenario. */
function withArrangementsThatFail(): Target {
  const target = plantedTarget();
  const arranged = new Set<string>();
  return {
    ...target,
    scenarios: (operation) =>
      target.scenarios(operation).map((scenario) => ({
        ...scenario,
        async arrange() {
          const key = `${operation.id} ${scenario.name}`;
          if (arranged.has(key)) throw new Error('409 notes.taken');
          arranged.add(key);
          return scenario.arrange();
        },
      })),
  };
}

describeInProcess('the fuzzer', () => {
  it('reports calls that cannot be arranged again, and goes on', async () => {
    const { failures, inputs } = await fuzz(withArrangementsThatFail(), {
      seed: 1,
      budget: {
        share: { nastyPerPlace: 0, ownOneIn: 1, commonOneIn: 1 },
        runs: 5,
        sequences: 2,
      },
    });
    expect(failures).not.toEqual([]);
    for (const { oracle, message } of failures) {
      expect({ oracle, message }).toEqual({
        oracle: 'never succeeds',
        message: expect.stringMatching(
          /^the scenario .* cannot be arranged: Error: 409 notes.taken/,
        ),
      });
    }
    expect(inputs).toEqual({
      1: expect.any(Number),
      2: expect.any(Number),
      3: expect.any(Number),
    });
    for (const count of Object.values(inputs)) expect(count).toBeGreaterThan(0);
  });
});
