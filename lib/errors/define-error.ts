/** What a client can be refused with. */
export interface ErrorDefinition<Code extends string = string> {
  /** `<domain>.<reason>`: stable, while texts may improve. */
  code: Code;
  /** HTTP status, 400–503. */
  status: number;
  /** What happened, the same for every occurrence. */
  title: string;
  /** What the reader can do about it; shown under `/docs/errors/{code}`. */
  fix: string;
}

/**
 * Defines an error as a value: a bundle carries those that it names.
 *
 * @__NO_SIDE_EFFECTS__
 */
export function defineError<const Code extends `${string}.${string}`>(
  code: Code,
  definition: Omit<ErrorDefinition, 'code'>,
): ErrorDefinition<Code> {
  return { code, ...definition };
}
