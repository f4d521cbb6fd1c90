import { describeInProcess } from '../support/describe-in-process.ts';
import { failureText } from './describe-report.ts';
import { fuzz } from './fuzz.ts';
import { type PlantedBug, plantedBugs, plantedTarget } from './planted-api.ts';
import type { Failure, Phase } from './report.ts';

const budget = {
  share: { nastyPerPlace: 0, ownOneIn: 1, commonOneIn: 1 },
  runs: 30,
  sequences: 10,
};

async function failuresOf(
  bug: PlantedBug | undefined,
  phases: readonly Phase[],
): Promise<readonly Failure[]> {
  const enough = bug === undefined ? undefined : 1;
  return (await fuzz(plantedTarget(bug), { seed: 1, budget, phases, enough })).failures;
}

/** The quick phases first: most of phase 1 is for what they do not find. */
async function isFound(bug: PlantedBug): Promise<boolean> {
  return (
    (await failuresOf(bug, [3])).length > 0 ||
    (await failuresOf(bug, [2])).length > 0 ||
    (await failuresOf(bug, [1])).length > 0
  );
}

describeInProcess('the fuzzer', () => {
  it('finds nothing in an API without bugs', async () => {
    const failures = await failuresOf(undefined, [1, 2, 3]);
    expect(failures.map(failureText)).toEqual([]);
  });

  it.each(plantedBugs)('finds an API that %s', async (bug) => {
    expect(await isFound(bug)).toBe(true);
  });
});
