import * as z from 'zod';
import { ruled } from '../../schema/rule.ts';
import { isTag } from '../posts/text-parts.ts';

/** A tag without its sign. */
export const tagName = z
  .string()
  // What puts marks in order takes the square of their number.
  .max(1000, 'must be a tag: letters, numbers and `_`, without #')
  .transform((tag) => tag.normalize('NFC'))
  .refine(isTag, ruled('pattern', 'must be a tag: letters, numbers and `_`, without #'))
  .meta({ example: 'seoul' });
