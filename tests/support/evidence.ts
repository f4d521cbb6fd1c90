import { declaredNeedsOf, grantsOf, needsOf } from '../../lib/grants.ts';
import type { Invocable } from '../../lib/invocables.ts';
import {
  type Access,
  accessesOfCall,
  accessesOfGrant,
  type StackNames,
} from '../../lib/local/front/accesses.ts';
import type { ServiceCall } from '../../lib/local/front/call.ts';

/** What each function was seen doing, by its id. */
export type Evidence = ReadonlyMap<string, ReadonlySet<Access>>;

/** What calls show, with the listener that has to be told of them. */
export function collectEvidence(names: StackNames): {
  evidence: Evidence;
  see: (call: ServiceCall) => void;
} {
  const evidence = new Map<string, Set<Access>>();
  return {
    evidence,
    see(call) {
      if (!call.trace) return;
      const { functionId } = call.trace;
      const seen = evidence.get(functionId) ?? new Set();
      evidence.set(functionId, seen);
      for (const access of accessesOfCall(call, names)) seen.add(access);
    },
  };
}

/** What was seen by any of several. */
export function mergeEvidence(...all: readonly Evidence[]): Evidence {
  const merged = new Map<string, Set<Access>>();
  for (const [functionId, accesses] of all.flatMap((evidence) => [...evidence])) {
    merged.set(functionId, new Set([...(merged.get(functionId) ?? []), ...accesses]));
  }
  return merged;
}

/** A function whose needs and deeds differ. */
export interface Discrepancy {
  functionId: string;
  /** Seen, though its role does not allow it. */
  missing: Access[];
  /** Declared, though never seen. */
  unused: Access[];
}

/**
 * Compares what functions were seen doing with what their roles allow. Only what a definition
 * declares is held to have been seen: one process serves all functions here, so that what a container
 * reads for itself is seen of the function that happened to come first. For the same reason the
 * address of a queue counts with what is done to it, and secrets, which come from files, do not count:
 * `tests/invariants/invariants.test.ts` holds them to what is read.
 */
export function compareEvidence(
  invocables: readonly Invocable[],
  evidence: Evidence,
): Discrepancy[] {
  return invocables.flatMap((invocable) => {
    const functionId = invocable.definition.id;
    const seen = evidence.get(functionId) ?? new Set();
    const allowed = new Set(grantsOf(needsOf(invocable)).flatMap(accessesOfGrant));
    const declared = grantsOf(declaredNeedsOf(invocable)).flatMap(accessesOfGrant);
    const missing = [...seen].filter((access) => !allowed.has(access));
    const unused = [...new Set(declared)].filter(
      (access) => !seen.has(access) && !/^(ssm:|sqs:GetQueueUrl )/.test(access),
    );
    return missing.length + unused.length > 0 ? [{ functionId, missing, unused }] : [];
  });
}

/** A line for each thing that is wrong. */
export function describeDiscrepancies(discrepancies: readonly Discrepancy[]): string {
  return discrepancies
    .flatMap(({ functionId, missing, unused }) => [
      ...missing.map((access) => `${functionId} lacks ${access}`),
      ...unused.map((access) => `${functionId} declares ${access}, but no test saw it`),
    ])
    .join('\n');
}
