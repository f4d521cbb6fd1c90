import { Entity, table } from '../../model/electro.ts';

/** That a post mentions somebody; written with the post, and with what changes its text. */
export const Mentions = new Entity(
  {
    model: { service: 'moa', entity: 'mention', version: '1' },
    attributes: {
      postId: { type: 'string', required: true },
      /** Who is mentioned. */
      userId: { type: 'string', required: true },
      authorId: { type: 'string', required: true },
      /** They wrote what the post answers, and are told of the answer. */
      isAnswered: { type: 'boolean', required: true },
    },
    indexes: {
      /** Isolated: whom a post mentions. */
      mentions: {
        pk: { field: 'pk', composite: ['postId'], casing: 'none' },
        sk: { field: 'sk', composite: ['userId'], casing: 'none' },
      },
      /** Isolated: what mentions a user, for the purge of an account alone. */
      mentionsOfUser: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: ['userId'], casing: 'none' },
        sk: { field: 'gsi1sk', composite: ['postId'], casing: 'none' },
      },
    },
  },
  table,
);
