import { entity } from '../../model/entity.ts';

export const maxApiKeysPerUser = 50;

/** The ids of a user's API keys, changed with the keys: it bounds how many there are. */
export const ApiKeyLists = entity('apiKeyList', {
  attributes: {
    userId: { type: 'string', required: true },
    keyIds: { type: 'set', items: 'string' },
  },
  indexes: {
    /** Isolated: one item a user, read consistently before the keys that it names. */
    list: { pk: ['userId'], sk: [] },
  },
});
