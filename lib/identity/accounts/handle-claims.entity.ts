import { Entity, table } from '../../model/electro.ts';

/** Which account a handle belongs to: written with the account, so that there is one at most. */
export const HandleClaims = new Entity(
  {
    model: { service: 'moa', entity: 'handleClaim', version: '1' },
    attributes: {
      /** The handle in lower case: nothing else can be in a key made of it. */
      handleKey: { type: 'string', required: true, validate: /^[a-z0-9_]{3,30}$/ },
      userId: { type: 'string', required: true },
    },
    indexes: {
      /** Isolated: one item a handle, looked up by the whole handle only. */
      claim: {
        pk: { field: 'pk', composite: ['handleKey'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
      /**
       * Isolated: all handles in one partition, in their order, to find users by how theirs begins. It
       * is written when a handle is claimed or let go, which nobody does often. For showing only.
       */
      byHandle: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: [], casing: 'none' },
        sk: { field: 'gsi1sk', composite: ['handleKey'], casing: 'none' },
      },
    },
  },
  table,
);
