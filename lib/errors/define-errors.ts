/**
 * One row of a domain's error table. `code` is the key under which the row stands, prefixed with
 * the domain: `sns.post_not_found`. Codes are stable; texts may improve.
 */
export interface ErrorDefinition {
  /** HTTP status, 400–503. */
  status: number;
  /** What happened, the same for every occurrence. */
  title: string;
  /** What the reader can do about it; shown under `/docs/errors/{code}`. */
  fix: string;
}

/** Prefixes every row of a domain's error table with the domain's name. */
export function defineErrors<
  const Domain extends string,
  const Table extends Record<string, ErrorDefinition>,
>(
  domain: Domain,
  table: Table,
): { [Reason in keyof Table & string as `${Domain}.${Reason}`]: ErrorDefinition } {
  return Object.fromEntries(
    Object.entries(table).map(([reason, definition]) => [`${domain}.${reason}`, definition]),
  ) as { [Reason in keyof Table & string as `${Domain}.${Reason}`]: ErrorDefinition };
}
