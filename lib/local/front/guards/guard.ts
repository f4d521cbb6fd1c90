import type { Refusal } from '../call.ts';

/** What AWS refuses and the local service lets through, by the operation and its parsed input. */
export type Guard = (
  operation: string,
  input: Readonly<Record<string, unknown>>,
) => Refusal | undefined;

/** The members of a JSON object; none of anything else. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The elements of a JSON list; none of anything else. */
export function elementsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** A text as it is, nothing as '', and anything else as JSON. */
export function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** The first refusal among rules, which are asked one after another. */
export function firstOf(...rules: readonly (() => Refusal | undefined)[]): Refusal | undefined {
  for (const rule of rules) {
    const refusal = rule();
    if (refusal) return refusal;
  }
  return undefined;
}
