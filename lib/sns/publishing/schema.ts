import * as z from 'zod';
import { id } from '../../schema/ids.ts';
import { text } from '../../schema/text.ts';
import { visibility } from '../posts/schema.ts';

const postText = text({ min: 1, max: 300, multiline: true }).meta({
  example: 'Good morning, Seoul!',
});

export const createPostInput = z.strictObject({
  text: postText,
  visibility: visibility.default('public'),
  replyTo: id('post').optional(),
  fileIds: z
    .array(id('file'))
    .max(4)
    .refine((ids) => new Set(ids).size === ids.length, 'must not name a file twice')
    .optional(),
});

export type CreatePostInput = z.output<typeof createPostInput>;

export const editPostInput = z.strictObject({ text: postText });

export type EditPostInput = z.output<typeof editPostInput>;
