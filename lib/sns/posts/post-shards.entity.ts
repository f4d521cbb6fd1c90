import { entity } from '../../model/entity.ts';

/** So many there are of a spread post. Ten take what some thousand likes a second are. */
export const shardCount = 10;

/** A part of what a post counts while very many like or answer it at once: see `post-counts.ts`. */
export const PostShards = entity('postShard', {
  attributes: {
    postId: { type: 'string', required: true },
    shard: { type: 'number', required: true },
    /** Less than nothing where more was taken back here than was added. */
    likeCount: { type: 'number', required: true },
    replyCount: { type: 'number', required: true },
    /** Grows with every change of the counts. */
    countChanges: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a partition, so that shards share no limit. */
    shard: { pk: ['postId', 'shard'], sk: [] },
  },
});
