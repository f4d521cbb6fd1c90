import { containerRequest } from '../../trace.ts';
import type { ServiceCall, ServiceName } from './call.ts';

/**
 * - `throttle`, `error`: the service refuses, with its own throttling error or a 500.
 * - `reset`: the connection breaks before the service is asked.
 * - `hang`: no answer comes, ever.
 * - `delay`: the answer comes late, but in time.
 * - `truncate`, `lost_reply`: the service does it, and half of the answer arrives, or nothing.
 * - `duplicate`: the service is asked twice.
 * - `kill_before`, `kill_after`: the function dies before the service is asked, or before it hears
 *   the answer; nothing that this run of it asks from then on arrives anywhere.
 */
export const faultKinds = [
  'throttle',
  'error',
  'reset',
  'hang',
  'delay',
  'truncate',
  'lost_reply',
  'duplicate',
  'kill_before',
  'kill_after',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** Which calls go wrong, and how. What is left out fits every call. */
export interface FaultRule {
  kind: FaultKind;
  service?: ServiceName | undefined;
  operation?: string | undefined;
  /** Calls that this function makes for what it serves, not those of its container. */
  functionId?: string | undefined;
  /** Calls that serve this request, or something that goes back to it. */
  requestId?: string | undefined;
  /** The first of the fitting calls that goes wrong; 1 unless said. */
  nth?: number | undefined;
  /** How many of them go wrong in a row; 1 unless said. */
  count?: number | undefined;
  /** What is over before a late reply comes, or a caller notices that none does. */
  meanwhile?: (() => Promise<unknown>) | undefined;
}

/** How one call goes wrong. */
export type Fault = Pick<FaultRule, 'kind' | 'meanwhile'>;

/** The faults that are to happen. */
export interface Faults {
  add(rule: FaultRule): void;
  /** Takes back all rules. */
  clear(): void;
  /** Counts a call; answers how it goes wrong, if it does. */
  next(call: ServiceCall): Fault | undefined;
  /** Rules and how many calls have fitted each so far. */
  list(): readonly (FaultRule & { fitting: number })[];
}

export function createFaults(): Faults {
  let rules: (FaultRule & { fitting: number })[] = [];
  const killed = new Set<string>();

  return {
    add(rule) {
      rules.push({ ...rule, fitting: 0 });
    },
    clear() {
      rules = [];
    },
    next(call) {
      const invocation = call.trace?.invocationId;
      if (invocation !== undefined && killed.has(invocation)) return { kind: 'kill_before' };
      let fault: Fault | undefined;
      for (const rule of rules) {
        if (!fits(rule, call)) continue;
        rule.fitting += 1;
        const { nth = 1, count = 1 } = rule;
        if (rule.fitting >= nth && rule.fitting < nth + count) fault ??= rule;
      }
      if (invocation !== undefined && fault?.kind.startsWith('kill')) {
        killed.add(invocation);
      }
      return fault;
    },
    list: () => rules,
  };
}

function fits(rule: FaultRule, { service, operation, trace }: ServiceCall): boolean {
  if (rule.service !== undefined && rule.service !== service) return false;
  if (rule.operation !== undefined && rule.operation !== operation) return false;
  if (rule.functionId !== undefined) {
    if (trace?.functionId !== rule.functionId) return false;
    if (trace.requestId === containerRequest) return false;
  }
  if (rule.requestId === undefined) return true;
  return trace?.requestId === rule.requestId || trace?.correlationId === rule.requestId;
}
