import * as z from 'zod';
import { authorView } from '../identity/schema.ts';
import { id } from '../schema/ids.ts';
import { text } from '../schema/text.ts';
import { timestamp } from '../schema/time.ts';
import { isTag } from './posts/text-parts.ts';

export const examplePostId = 'post_01jd3v9k2m4n5p6q7r8s9t0v1w';

const visibility = z.enum(['public', 'followers']);

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

/** A picture in a post. */
const postFileView = z.object({
  id: id('file'),
  /** Of what is at `url`, which whoever may see the post may see; its `size` can be 64 and 256, too. */
  contentType: z.string(),
  /** Pixels of the original, upright; not there until it has been rendered. */
  width: z.int().optional(),
  height: z.int().optional(),
  url: z.url(),
});

export type PostFileView = z.input<typeof postFileView>;

/** A tag without its sign. */
export const tagName = z
  .string()
  // What puts marks in order takes the square of their number.
  .max(1000, 'must be a tag: letters, numbers and `_`, without #')
  .transform((tag) => tag.normalize('NFC'))
  .refine(isTag, 'must be a tag: letters, numbers and `_`, without #')
  .meta({ example: 'seoul' });

/** A post as somebody who may see it sees it. */
export const postView = z
  .object({
    id: id('post'),
    author: authorView,
    text: z.string(),
    files: z.array(postFileView),
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
