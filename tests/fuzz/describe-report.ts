import type { Failure, OperationReport, Report } from './report.ts';

/** One line for an operation: inputs tried and statuses seen. */
export function operationLine(
  id: string,
  { inputs, statuses, succeeded }: OperationReport,
): string {
  const seen = [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status}×${count}`)
    .join(' ');
  return `${succeeded ? ' ' : '!'} ${id.padEnd(34)} ${String(inputs).padStart(7)}  ${seen}`;
}

/** What failed, and a request that shows it. */
export function failureText({ id, operation, oracle, message, count, curl, case: tried }: Failure) {
  const label = tried.phase === 3 ? `${tried.steps.length} steps` : tried.label;
  return [
    `${id}  ${operation}: ${oracle}, seen ${count} ×`,
    `  ${message.replaceAll('\n', ' ')}`,
    `  phase ${tried.phase}, seed ${tried.seed}, ${label.slice(0, 120)}`,
    `  ${curl.slice(0, 2000)}`,
  ].join('\n');
}

/** The closing table. */
export function summary({ operations, skipped, inputs, unsendable, failures }: Report): string {
  const succeeded = [...operations.values()].filter((operation) => operation.succeeded).length;
  const rows: [string, string | number][] = [
    ['phase 1, deterministic inputs', inputs[1]],
    ['phase 2, random inputs', inputs[2]],
    ['phase 3, calls in sequences', inputs[3]],
    ['inputs in all', inputs[1] + inputs[2] + inputs[3]],
    ['no client can send', unsendable],
    ['operations that reach 2xx', `${succeeded} of ${operations.size + skipped.size}`],
    ['failures', failures.length],
  ];
  return [
    ...[...skipped].map(([id, why]) => `${id} was not tried: ${why}`),
    ...rows.map(([name, value]) => `${name.padEnd(32)} ${value}`),
  ].join('\n');
}
