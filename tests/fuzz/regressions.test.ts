import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApi } from '../support/api.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { worldOf } from '../support/world.ts';
import { failureText } from './describe-report.ts';
import { replay } from './fuzz.ts';
import { moaTarget } from './moa-target.ts';
import { nastyStrings, ownNastyStrings } from './nasty-strings.ts';
import type { Failure } from './report.ts';
import type { Target } from './target.ts';

const regressions = join(__dirname, 'regressions');

describeInProcess('every operation', () => {
  let target: Target;

  beforeAll(async () => {
    const api = await openApi();
    target = await moaTarget(api, worldOf(api), [String(process.env.TABLE_NAME)]);
  });

  it('answers well what it once did not', async () => {
    for (const file of await readdir(regressions)) {
      if (!file.endsWith('.json')) continue;
      const failure = JSON.parse(await readFile(join(regressions, file), 'utf8')) as Failure;
      const { failures } = await replay(target, failure.case);
      expect(failures.map(failureText)).toEqual([]);
    }
  });
});

it('has over 500 nasty strings of its own', () => {
  expect(ownNastyStrings.length).toBeGreaterThan(500);
  expect(new Set(nastyStrings).size).toBe(nastyStrings.length);
});
