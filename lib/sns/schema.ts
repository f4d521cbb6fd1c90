import * as z from 'zod';
import { authorView } from '../identity/schema.ts';
import { id } from '../schema/ids.ts';
import { text } from '../schema/text.ts';
import { timestamp } from '../schema/time.ts';

export const examplePostId = 'post_01jd3v9k2m4n5p6q7r8s9t0v1w';

const visibility = z.enum(['public', 'followers']);

const postText = text({ min: 1, max: 300, multiline: true }).meta({
  example: 'Good morning, Seoul!',
});

export const createPostInput = z.strictObject({
  text: postText,
  visibility: visibility.default('public'),
  replyTo: id('post').optional(),
});

export type CreatePostInput = z.output<typeof createPostInput>;

export const editPostInput = z.strictObject({ text: postText });

export type EditPostInput = z.output<typeof editPostInput>;

/** A post as somebody who may see it sees it. */
export const postView = z
  .object({
    id: id('post'),
    author: authorView,
    text: z.string(),
    files: z.array(z.object({ id: id('file') })),
    replyTo: id('post').optional(),
    tags: z.array(z.string()),
    mentions: z.array(z.object({ id: id('user'), handle: z.string() })),
    visibility,
    likeCount: z.int().min(0),
    replyCount: z.int().min(0),
    /** Whether the caller likes it. */
    liked: z.boolean(),
    createdAt: timestamp,
    editedAt: timestamp.optional(),
    version: z.int(),
  })
  .meta({ id: 'Post' });

export type PostView = z.input<typeof postView>;

/** What a post said before an edit. */
export const postEditView = z
  .object({
    /** Of the post while it said so. */
    version: z.int(),
    text: z.string(),
    createdAt: timestamp,
    replacedAt: timestamp,
  })
  .meta({ id: 'PostEdit' });

export type PostEditView = z.input<typeof postEditView>;

export const likeView = z
  .object({ liked: z.boolean(), likeCount: z.int().min(0) })
  .meta({ id: 'Like' });

export type LikeView = z.input<typeof likeView>;

const mostRelationships = 100;

export const relationshipsQuery = z.strictObject({
  ids: z
    .string()
    .transform((ids) => ids.split(','))
    .pipe(z.array(id('user')).max(mostRelationships))
    .meta({
      description: `Ids of ${mostRelationships} users at most, separated by commas`,
      example: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w',
    }),
});
