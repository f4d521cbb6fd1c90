import * as z from 'zod';
import { ruled } from './rule.ts';

/** A telephone number as somebody writes it, kept so: with a `+`, an area in brackets, hyphens. */
export const phone = z
  .string()
  .regex(/^\+?[\d ()-]{5,25}$/, {
    error: 'must be 5–25 digits, blanks, brackets and hyphens, after a + or not',
    abort: true,
  })
  .refine((written) => /\d/.test(written), ruled('pattern', 'must have a digit'))
  .meta({ example: '031-600-1234' });
