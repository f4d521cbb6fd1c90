import type * as z from 'zod';

/** What a client can be refused with. */
export interface ErrorDefinition<
  Code extends string = string,
  Members extends z.ZodObject | undefined = z.ZodObject | undefined,
> {
  /** `<domain>.<reason>`: stable, while texts may improve. */
  code: Code;
  /** HTTP status, 400–503. */
  status: number;
  /** What happened, the same for every occurrence. */
  title: string;
  /** What the reader can do about it; shown under `/docs/errors/{code}`. */
  fix: string;
  /**
   * Further members of its problem document. A function, because a bundle drops a value that it does
   * not use only where nothing is called to make it.
   */
  members?: () => Members;
}

/**
 * Defines an error as a value: a bundle carries those that it names.
 *
 * @example
 * export const accountInUse = defineError('crm.account_in_use', {
 *   status: 409,
 *   title: 'The account is in use',
 *   fix: 'Remove first what `heldBy` names.',
 *   members: () => z.object({ heldBy: z.array(holder) }),
 * });
 * throw new AppError(accountInUse, { members: { heldBy } });
 *
 * @__NO_SIDE_EFFECTS__
 */
export function defineError<
  const Code extends `${string}.${string}`,
  Members extends z.ZodObject | undefined = undefined,
>(
  code: Code,
  definition: Omit<ErrorDefinition<Code, Members>, 'code'>,
): ErrorDefinition<Code, Members> {
  return { code, ...definition };
}
