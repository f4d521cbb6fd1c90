import { Entity, table } from '../../model/electro.ts';

/** Challenges that were answered, for as long as they could be answered again. */
export const SpentPasskeyChallenges = new Entity(
  {
    model: { service: 'moa', entity: 'spentPasskeyChallenge', version: '1' },
    attributes: {
      challengeHash: { type: 'string', required: true },
      /** Epoch seconds. */
      expiresAt: { type: 'number', required: true },
    },
    indexes: {
      /** Isolated: one item a challenge, written once. */
      challenge: {
        pk: { field: 'pk', composite: ['challengeHash'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);
