import { rm } from 'node:fs/promises';
import type { GlobalConfig } from 'jest';
import { invocables } from '../../lib/tools/invocables.ts';
import { compareEvidence, describeDiscrepancies, mergeEvidence } from './evidence.ts';
import { keptEvidence } from './in-process/kept-evidence.ts';
import { keptForTeardown } from './kept.ts';

/** @throws Error when a whole run shows that the needs of a function are not what it does */
export default async function globalTeardown(run: GlobalConfig): Promise<void> {
  const kept = keptForTeardown();
  if (!kept) return;
  await kept.fronts.close();
  await kept.services.stop();
  const ofFiles = await keptEvidence(kept.secretsFolder);
  await rm(kept.secretsFolder, { recursive: true, force: true });
  if (!isWhole(run)) return;
  const discrepancies = compareEvidence(invocables, mergeEvidence(kept.evidence, ofFiles));
  if (discrepancies.length > 0) throw new Error(describeDiscrepancies(discrepancies));
}

/** Whether the run has all tests. */
function isWhole(run: GlobalConfig): boolean {
  const isPart =
    run.testPathPatterns.patterns.length > 0 ||
    Boolean(run.testNamePattern || run.shard || run.filter) ||
    run.onlyChanged ||
    run.onlyFailures ||
    run.findRelatedTests ||
    run.runTestsByPath ||
    run.bail > 0 ||
    run.watch ||
    run.watchAll;
  return !isPart;
}
