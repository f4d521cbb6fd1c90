/** What of the input is not kept to: front ends translate by it. */
export const rules = [
  'required',
  'type',
  'unknown',
  'min',
  'max',
  'pattern',
  'enum',
  'format',
  'custom',
] as const;

export type Rule = (typeof rules)[number];

/** What a check of zod's is told about its fault: `.refine(isLocale, ruled('format', 'must be …'))`. */
export const ruled = (rule: Rule, error: string) => ({ error, params: { rule } });
