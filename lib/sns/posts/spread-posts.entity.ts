import { entity } from '../../model/entity.ts';

/** The posts whose counts are spread over shards now; what the task that folds them goes through. */
export const SpreadPosts = entity('spreadPost', {
  attributes: { postId: { type: 'string', required: true } },
  indexes: {
    /** Isolated: one partition, as few posts are ever spread and each is written there twice. */
    spreadPosts: { pk: [], sk: ['postId'] },
  },
});
