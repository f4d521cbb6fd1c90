import { Entity, table } from '../../model/electro.ts';

/** What a post said before it was edited; written with the edit, removed with the post. */
export const PostEdits = new Entity(
  {
    model: { service: 'moa', entity: 'postEdit', version: '1' },
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
      edits: {
        pk: { field: 'pk', composite: ['postId'], casing: 'none' },
        sk: { field: 'sk', composite: ['version'], casing: 'none' },
      },
    },
  },
  table,
);
