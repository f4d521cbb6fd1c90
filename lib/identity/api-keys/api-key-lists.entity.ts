import { Entity, table } from '../../model/electro.ts';

export const maxApiKeysPerUser = 50;

/** The ids of a user's API keys, changed with the keys: it bounds how many there are. */
export const ApiKeyLists = new Entity(
  {
    model: { service: 'moa', entity: 'apiKeyList', version: '1' },
    attributes: {
      userId: { type: 'string', required: true },
      keyIds: { type: 'set', items: 'string' },
    },
    indexes: {
      /** Isolated: one item a user, read consistently before the keys that it names. */
      list: {
        pk: { field: 'pk', composite: ['userId'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);
