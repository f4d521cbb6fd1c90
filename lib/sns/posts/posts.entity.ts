import { entity } from '../../model/entity.ts';

/**
 * What somebody wrote. A deleted post stays, without its text, until a nightly task has removed all
 * that hangs on it.
 */
export const Posts = entity('post', {
  attributes: {
    postId: { type: 'string', required: true },
    authorId: { type: 'string', required: true },
    /** Gone once the post is deleted. */
    text: { type: 'string' },
    visibility: { type: ['public', 'followers'] as const, required: true },
    /** The post that it answers; that one may be gone. */
    replyTo: { type: 'string' },
    /** Pictures in it, with what is known of them upright. */
    images: {
      type: 'list',
      items: {
        type: 'map',
        properties: {
          fileId: { type: 'string', required: true },
          width: { type: 'number' },
          height: { type: 'number' },
        },
      },
    },
    /** As they are written in the text, without their signs. */
    tags: { type: 'list', items: { type: 'string' } },
    /** Whom the text mentions, by the handles that it names. */
    mentions: {
      type: 'list',
      items: {
        type: 'map',
        properties: {
          userId: { type: 'string', required: true },
          handle: { type: 'string', required: true },
        },
      },
    },
    /** How it reaches its author's followers: see `timeline.ts`. */
    delivery: { type: ['push', 'merge'] as const, required: true },
    likeCount: { type: 'number', required: true },
    replyCount: { type: 'number', required: true },
    /** What it counts stands partly on its shards: see `post-counts.ts`. */
    isSpread: { type: 'boolean' },
    /** Grows with every change of the counts here. */
    countChanges: { type: 'number' },
    /** RFC 3339. */
    createdAt: { type: 'string', required: true },
    /** RFC 3339; of the latest edit. */
    editedAt: { type: 'string' },
    version: { type: 'number', required: true },
    /** RFC 3339. */
    deletedAt: { type: 'string' },
    /** Set with `deletedAt`; puts the post into the index of what is to be removed. */
    removal: { type: ['due'] as const },
  },
  indexes: {
    /** Isolated: one item a post, read by id alone. Its likes lie beside it. */
    post: { pk: ['postId'], sk: [] },
    /**
     * Isolated and sparse: deleted posts only, those that wait longest first. One partition, which
     * takes a thousand deletions a second.
     */
    removals: { index: 'gsi1', pk: ['removal'], sk: ['deletedAt'] },
  },
});
