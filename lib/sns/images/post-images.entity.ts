import { entity } from '../../model/entity.ts';

/** That a post shows a picture; written with the post, and removed with either of the two. */
export const PostImages = entity('postImage', {
  attributes: {
    fileId: { type: 'string', required: true },
    postId: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: the posts that show a picture, by time. */
    posts: { pk: ['fileId'], sk: ['postId'] },
  },
});
