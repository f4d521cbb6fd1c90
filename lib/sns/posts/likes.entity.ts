import { entity } from '../../model/entity.ts';

/** That somebody likes a post; written and removed together with the post's `likeCount`. */
export const Likes = entity('like', {
  attributes: {
    postId: { type: 'string', required: true },
    userId: { type: 'string', required: true },
    /** RFC 3339. */
    createdAt: { type: 'string', required: true },
    /** The post does not count it: who likes it is absent. Kept up by `sns.reconcilePresence`. */
    isUncounted: { type: 'boolean' },
  },
  indexes: {
    /** Isolated: the likes of one post, found by user. */
    likes: { pk: ['postId'], sk: ['userId'] },
    /** Isolated: what one user likes; their likes are found by it when their account is purged. */
    likesOfUser: { index: 'gsi1', pk: ['userId'], sk: ['postId'] },
    /** Isolated: the likes of one post by time. One partition, which takes a thousand a second. */
    likesByTime: { index: 'gsi2', pk: ['postId'], sk: ['createdAt', 'userId'] },
  },
});
