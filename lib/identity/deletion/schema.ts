import * as z from 'zod';
import { timestamp } from '../../schema/time.ts';
import { givenPassword } from '../sessions/schema.ts';

export const deleteMeInput = z.strictObject({ password: givenPassword });

export const deletionView = z.object({
  status: z.literal('deleted'),
  /** Until then signing in undoes it. */
  purgeAt: timestamp,
});

export type DeletionView = z.input<typeof deletionView>;
