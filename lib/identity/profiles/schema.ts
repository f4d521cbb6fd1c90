import * as z from 'zod';
import { exampleId, id } from '../../schema/ids.ts';
import { locale, timeZone } from '../../schema/locale.ts';
import { text } from '../../schema/text.ts';
import { isReserved } from '../accounts/reserved-handles.ts';

/** Shown as given, compared without case. */
export const handle = z
  .string()
  .regex(/^[A-Za-z0-9_]{3,30}$/, 'must be 3–30 of a–z, 0–9 and _')
  .refine((value) => !isReserved(value), 'is reserved')
  .meta({ example: 'kim' });

export const name = text({ min: 1, max: 80, isName: true }).meta({ example: 'Kim' });

export const bio = text({ max: 500, multiline: true }).meta({ example: 'Coffee and code' });

const profile = { name, bio, locale, timeZone };

export const updateMeInput = z
  .strictObject({ ...profile, handle, isPrivate: z.boolean() })
  .partial();

export type UpdateMeInput = z.output<typeof updateMeInput>;

export const searchUsersQuery = z.strictObject({
  query: text({ min: 1, max: 100 }).meta({
    description:
      'How a word of the name or the handle begins; Korean initial consonants find syllables that begin so.',
    example: 'kim',
  }),
});

export type SearchUsersQuery = z.output<typeof searchUsersQuery>;

/** `{userId}` of a path: an id, or a handle behind `@`. */
export const userReference = z
  .union([id('user'), z.string().regex(/^@[A-Za-z0-9_]{3,30}$/)], {
    error: 'must be a user id or @handle',
  })
  .meta({ example: exampleId('user') });
