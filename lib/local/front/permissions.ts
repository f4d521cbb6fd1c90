import { grantsOf, needsOf } from '../../grants.ts';
import { type Contracts, invocablesOf } from '../../invocables.ts';
import { type Access, accessesOfCall, accessesOfGrant, type StackNames } from './accesses.ts';
import type { Refusal, ServiceName } from './call.ts';
import type { Check } from './front.ts';

/** What the roles of functions allow, as IAM would enforce it. */
export interface Permissions {
  /**
   * Refuses what a function's needs do not allow. Calls that no function makes, or one that has no
   * contract, pass.
   */
  check: Check;
  /** Goes by these contracts from now on. */
  use: (contracts: Contracts) => void;
}

/** Each service's own words for what IAM denies. */
const denials: Readonly<Record<ServiceName, Pick<Refusal, 'status' | 'code'>>> = {
  dynamodb: { status: 400, code: 'AccessDeniedException' },
  sqs: { status: 403, code: 'AccessDenied' },
  s3: { status: 403, code: 'AccessDenied' },
  ses: { status: 403, code: 'AccessDenied' },
  idp: { status: 403, code: 'PERMISSION_DENIED' },
};

export function createPermissions(names: StackNames): Permissions {
  let allowed: ReadonlyMap<string, ReadonlySet<Access>> = new Map();
  return {
    check(call) {
      const functionId = call.trace?.functionId ?? '';
      const accesses = allowed.get(functionId);
      if (!accesses) return undefined;
      const denied = accessesOfCall(call, names).find((access) => !accesses.has(access));
      if (denied === undefined) return undefined;
      const message = `${functionId} is not authorized to perform ${denied}: its needs do not allow it`;
      return { ...denials[call.service], message };
    },
    use(contracts) {
      allowed = new Map(
        invocablesOf(contracts).map((invocable) => [
          invocable.definition.id,
          new Set(grantsOf(needsOf(invocable)).flatMap(accessesOfGrant)),
        ]),
      );
    },
  };
}
