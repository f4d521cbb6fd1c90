import * as z from 'zod';
import { authorView } from '../../identity/accounts/schema.ts';
import { id } from '../../schema/ids.ts';
import { timestamp } from '../../schema/time.ts';

export const visibility = z.enum(['public', 'followers']);

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
