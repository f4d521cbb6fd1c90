import { entity } from '../../model/entity.ts';

/** Challenges that were answered, for as long as they could be answered again. */
export const SpentPasskeyChallenges = entity('spentPasskeyChallenge', {
  attributes: {
    challengeHash: { type: 'string', required: true },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a challenge, written once. */
    challenge: { pk: ['challengeHash'], sk: [] },
  },
});
