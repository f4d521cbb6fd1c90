import * as z from 'zod';

/** Body of every refusal, exactly. */
export const problemSchema = z.strictObject({
  type: z.url(),
  title: z.string().min(1),
  status: z.int().min(400).max(599),
  detail: z.string().min(1).optional(),
  code: z.string().regex(/^[a-z]+\.[a-z_]+$/),
  requestId: z.string().min(1),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});
