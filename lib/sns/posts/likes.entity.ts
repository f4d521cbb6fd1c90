import { Entity, table } from '../../model/electro.ts';

/** That somebody likes a post; written and removed together with the post's `likeCount`. */
export const Likes = new Entity(
  {
    model: { service: 'moa', entity: 'like', version: '1' },
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
      likes: {
        pk: { field: 'pk', composite: ['postId'], casing: 'none' },
        sk: { field: 'sk', composite: ['userId'], casing: 'none' },
      },
      /** Isolated: what one user likes; their likes are found by it when their account is purged. */
      likesOfUser: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: ['userId'], casing: 'none' },
        sk: { field: 'gsi1sk', composite: ['postId'], casing: 'none' },
      },
      /** Isolated: the likes of one post by time. One partition, which takes a thousand a second. */
      likesByTime: {
        index: 'gsi2',
        pk: { field: 'gsi2pk', composite: ['postId'], casing: 'none' },
        sk: { field: 'gsi2sk', composite: ['createdAt', 'userId'], casing: 'none' },
      },
    },
  },
  table,
);
