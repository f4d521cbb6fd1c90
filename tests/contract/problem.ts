import * as z from 'zod';
import type { ErrorDefinition } from '../../lib/errors/define-error.ts';
import { rules } from '../../lib/schema/rule.ts';

/** Body of every refusal, exactly. */
export const problemSchema = z.strictObject({
  type: z.url(),
  title: z.string().min(1),
  status: z.int().min(400).max(599),
  detail: z.string().min(1).optional(),
  code: z.string().regex(/^[a-z]+\.[a-z_]+$/),
  requestId: z.string().min(1),
  errors: z
    .array(z.strictObject({ path: z.string(), message: z.string().min(1), rule: z.enum(rules) }))
    .optional(),
});

/** The same with the members that an error declares. */
export const problemSchemaOf = ({ members }: Pick<ErrorDefinition, 'members'> = {}) =>
  problemSchema.extend({ ...members?.()?.shape }) as typeof problemSchema;
