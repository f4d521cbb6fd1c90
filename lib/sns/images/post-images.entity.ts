import { Entity, table } from '../../model/electro.ts';

/** That a post shows a picture; written with the post, and removed with either of the two. */
export const PostImages = new Entity(
  {
    model: { service: 'moa', entity: 'postImage', version: '1' },
    attributes: {
      fileId: { type: 'string', required: true },
      postId: { type: 'string', required: true },
    },
    indexes: {
      /** Isolated: the posts that show a picture, by time. */
      posts: {
        pk: { field: 'pk', composite: ['fileId'], casing: 'none' },
        sk: { field: 'sk', composite: ['postId'], casing: 'none' },
      },
    },
  },
  table,
);
