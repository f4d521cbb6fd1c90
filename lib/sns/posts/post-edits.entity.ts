import { entity } from '../../model/entity.ts';

/** What a post said before it was edited; written with the edit, removed with the post. */
export const PostEdits = entity('postEdit', {
  attributes: {
    postId: { type: 'string', required: true },
    /** Of the post while it said so. */
    version: { type: 'number', required: true, padding: { length: 10, char: '0' } },
    text: { type: 'string', required: true },
    /** RFC 3339; when it was written. */
    createdAt: { type: 'string', required: true },
    /** RFC 3339; when it was edited. */
    replacedAt: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: the earlier versions of one post, in their order. */
    edits: { pk: ['postId'], sk: ['version'] },
  },
});
