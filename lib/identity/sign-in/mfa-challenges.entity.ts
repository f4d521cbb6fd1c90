import { entity } from '../../model/entity.ts';

/** Sign-ins that wait for their second factor; one that was answered is gone. */
export const MfaChallenges = entity('mfaChallenge', {
  attributes: {
    challengeId: { type: 'string', required: true },
    userId: { type: 'string', required: true },
    /** Hash of what is stored of the password: with another password it is no sign-in any more. */
    passwordMark: { type: 'string', required: true },
    /** Of the user's sessions: once all of them were ended it is no sign-in any more. */
    epoch: { type: 'number', required: true },
    device: {
      type: 'map',
      properties: {
        name: { type: 'string', required: true },
        platform: { type: 'string', required: true },
      },
    },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a challenge, looked up by whoever has its token. */
    challenge: { pk: ['challengeId'], sk: [] },
  },
});
