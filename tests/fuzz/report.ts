import { createHash } from 'node:crypto';
import type { Finding } from './judge.ts';
import type { Change } from './request.ts';
import type { Step } from './sequences.ts';

export type Phase = 1 | 2 | 3;

/** What is needed to try again what failed. It survives JSON. */
export type FuzzCase =
  | {
      phase: 1 | 2;
      seed: number;
      operation: string;
      scenario: number;
      label: string;
      changes: readonly Change[];
      mustRefuse?: string;
    }
  | { phase: 3; seed: number; operation: string; steps: readonly Step[] };

export interface Failure extends Finding {
  /** Tells it from others; the same for the same failure. */
  id: string;
  operation: string;
  /** How often it was seen. */
  count: number;
  /** The shortest way to show it, where one request does. */
  curl: string;
  case: FuzzCase;
}

export interface OperationReport {
  inputs: number;
  /** How often each status was seen. */
  statuses: Map<number, number>;
  /** Whether it was answered 2xx at least once. */
  succeeded: boolean;
}

export interface Report {
  operations: Map<string, OperationReport>;
  /** Inputs tried in each phase. */
  inputs: Record<Phase, number>;
  /** Operations that were not tried, and why. */
  skipped: Map<string, string>;
  /** Requests that no HTTP client can send. */
  unsendable: number;
  failures: Failure[];
}

export function emptyReport(): Report {
  return {
    operations: new Map(),
    skipped: new Map(),
    inputs: { 1: 0, 2: 0, 3: 0 },
    unsendable: 0,
    failures: [],
  };
}

export function reportOf({ operations }: Report, id: string): OperationReport {
  const known = operations.get(id);
  if (known) return known;
  const made: OperationReport = { inputs: 0, statuses: new Map(), succeeded: false };
  operations.set(id, made);
  return made;
}

/** The same for findings that are one defect: by operation, oracle and message without its values. */
export function failureId(operation: string, { oracle, message }: Finding): string {
  const shape = message
    .replace(/"[^"]*"|\b\w*\d\w*\b/g, (value) => (/^\d{3}$/.test(value) ? value : '…'))
    .slice(0, 120);
  return createHash('sha256').update(`${operation}|${oracle}|${shape}`).digest('hex').slice(0, 12);
}
