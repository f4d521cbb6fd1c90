import { relative } from 'node:path';
import { utils } from '@jest/reporters';
import type { FailedFile, TestResults } from './test-results.ts';

/** What one run of jest came to. */
export interface JestRun {
  /** Its exit code; `null` when a signal ended it. */
  code: number | null;
  /** None when jest itself or the global tear-down failed. */
  results: TestResults | undefined;
}

/** Runs all, or these files alone. */
export type RunJest = (files?: readonly string[]) => Promise<JestRun>;

/** So many files that pass alone are no accident any more. */
const mostFlaky = 2;
/** More than these have not failed by chance, and would take the time of a whole run. */
const mostRerun = 10;

/**
 * Runs all tests, then the files that failed once more, one after the other and beside nothing else. What
 * passes then does not fail the run, unless there are three such files; each test of it is printed as
 * `FLAKY file › test`. Nothing else is forgiven: no crash, no failed tear-down. The last that is printed is
 * jest's summary, of both runs together if there were two.
 *
 * @returns whether the run is good
 */
export async function runForgivingFlaky(
  run: RunJest,
  print: (line: string) => void,
  root: string,
): Promise<boolean> {
  const first = await run();
  if (first.code === 0) return first.results?.success === true || failed(print, first);
  const files = first.results?.failedFiles ?? [];
  if (!first.results || files.length === 0) return failed(print, first);
  if (files.length > mostRerun) return false;
  const crashed = files.filter((file) => file.crashed);
  for (const { path } of crashed) print(`CRASHED ${relative(root, path)}: nothing is run again`);
  if (crashed.length > 0) return false;
  const again = await run(files.map(({ path }) => path));
  if (!again.results) return failed(print, again);
  const stillFailed = new Set(again.results.failedFiles.map(({ path }) => path));
  const flaky = files.filter(({ path }) => !stillFailed.has(path));
  for (const { path, tests } of flaky) {
    const file = relative(root, path);
    for (const line of tests.length > 0 ? tests.map((test) => `${file} › ${test}`) : [file]) {
      print(`FLAKY ${line}`);
    }
  }
  if (flaky.length > mostFlaky)
    print(`${flaky.length} files are flaky: more than ${mostFlaky} fail the run`);
  const whole = together(first.results, again.results, files);
  print(`\n${utils.getSummary(whole)}`);
  const didRerunAll = again.results.counts.numTotalTestSuites === files.length;
  return again.code === 0 && again.results.success && didRerunAll && flaky.length <= mostFlaky;
}

function failed(print: (line: string) => void, { code, results }: JestRun): false {
  const how = code === null ? 'a signal ended it' : `exit code ${code}`;
  const lack = results ? 'no test file failed' : 'it left no results';
  print(`jest itself failed (${how}, ${lack}): nothing is run again`);
  return false;
}

/** What the second run found, in place of what the first found of the same files. */
function together(first: TestResults, again: TestResults, files: readonly FailedFile[]) {
  const sum = (count: (file: FailedFile) => number) =>
    files.reduce((total, file) => total + count(file), 0);
  const replaced = {
    numFailedTests: sum(({ tests }) => tests.length),
    numFailedTestSuites: files.length,
    numPassedTests: sum(({ passed }) => passed),
    numPassedTestSuites: 0,
    numPendingTests: sum(({ pending }) => pending),
    numPendingTestSuites: 0,
    numRuntimeErrorTestSuites: first.counts.numRuntimeErrorTestSuites,
    numTodoTests: sum(({ todo }) => todo),
    numTotalTests: sum(
      ({ tests, passed, pending, todo }) => tests.length + passed + pending + todo,
    ),
    numTotalTestSuites: files.length,
  };
  const counts = Object.fromEntries(
    Object.entries(first.counts).map(([name, count]) => {
      const key = name as keyof typeof replaced;
      return [key, count - replaced[key] + again.counts[key]];
    }),
  ) as TestResults['counts'];
  return { ...counts, snapshot: first.snapshot, startTime: first.startTime } as Parameters<
    typeof utils.getSummary
  >[0];
}
