import { Entity, table } from '../../model/electro.ts';

/** The posts whose counts are spread over shards now; what the task that folds them goes through. */
export const SpreadPosts = new Entity(
  {
    model: { service: 'moa', entity: 'spreadPost', version: '1' },
    attributes: { postId: { type: 'string', required: true } },
    indexes: {
      /** Isolated: one partition, as few posts are ever spread and each is written there twice. */
      spreadPosts: {
        pk: { field: 'pk', composite: [], casing: 'none' },
        sk: { field: 'sk', composite: ['postId'], casing: 'none' },
      },
    },
  },
  table,
);
