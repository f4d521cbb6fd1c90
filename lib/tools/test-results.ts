import { readFileSync, writeFileSync } from 'node:fs';
import type { AggregatedResult } from '@jest/test-result';

/*
 * jest's `testResultsProcessor`: writes what a run has come to. It runs after the global tear-down: a run
 * that ended before or in it leaves no results.
 */

/** Names the file that results are written to. */
export const resultsVariable = 'MOA_TEST_RESULTS';

const counts = [
  'numFailedTests',
  'numFailedTestSuites',
  'numPassedTests',
  'numPassedTestSuites',
  'numPendingTests',
  'numPendingTestSuites',
  'numRuntimeErrorTestSuites',
  'numTodoTests',
  'numTotalTests',
  'numTotalTestSuites',
] as const;

/** What jest's summary counts. */
export type TestCounts = Record<(typeof counts)[number], number>;

export interface TestResults {
  success: boolean;
  /** Epoch milliseconds. */
  startTime: number;
  counts: TestCounts;
  snapshot: AggregatedResult['snapshot'];
  failedFiles: FailedFile[];
}

export interface FailedFile {
  /** Absolute. */
  path: string;
  /** The process that ran it was killed or crashed. */
  crashed: boolean;
  /** Full names of the tests that failed; empty when the file could not be run. */
  tests: string[];
  passed: number;
  pending: number;
  todo: number;
}

/** As jest words the end of a worker that it did not ask for. */
const isCrash = (message = '') =>
  /terminated by another process|worker process.*crashed/.test(message);

const nameOf = (names: readonly string[], title: string) => [...names, title].join(' › ');

export default function writeTestResults(results: AggregatedResult): AggregatedResult {
  const written: TestResults = {
    success: results.success,
    startTime: results.startTime,
    counts: Object.fromEntries(counts.map((name) => [name, results[name]])) as TestCounts,
    snapshot: results.snapshot,
    failedFiles: results.testResults
      .filter(({ numFailingTests, testExecError }) => numFailingTests > 0 || testExecError)
      .map((file) => ({
        path: file.testFilePath,
        crashed: file.testExecError !== undefined && isCrash(file.testExecError.message),
        tests: file.testResults
          .filter(({ status }) => status === 'failed')
          .map(({ ancestorTitles, title }) => nameOf(ancestorTitles, title)),
        passed: file.numPassingTests,
        pending: file.numPendingTests,
        todo: file.numTodoTests,
      })),
  };
  const file = process.env[resultsVariable];
  if (file !== undefined) writeFileSync(file, JSON.stringify(written));
  return results;
}

/** What {@link writeTestResults} wrote; `undefined` when it did not come to that. */
export function readTestResults(file: string): TestResults | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return JSON.parse(text) as TestResults;
}
