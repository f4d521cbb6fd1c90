import { entity } from '../../model/entity.ts';

/** Partitions of one tag: as many posts with it can be written at once as so many partitions take. */
export const tagShards = ['0', '1', '2', '3'] as const;

/** That a public post has a tag; written with the post, and with what changes its text. */
export const PostTags = entity('postTag', {
  attributes: {
    tagKey: { type: 'string', required: true },
    shard: { type: tagShards, required: true },
    postId: { type: 'string', required: true },
    authorId: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: the posts with a tag, by time, in one of its partitions. */
    posts: { pk: ['tagKey', 'shard'], sk: ['postId'] },
  },
});
