import { entity } from '../../model/entity.ts';

/**
 * Which device a push token belongs to: written with the device, so that there is one at most. A
 * phone that changes hands is not pushed what was meant for its owner before.
 */
export const PushTokenClaims = entity('pushTokenClaim', {
  attributes: {
    /** SHA-256: tokens are long, and of any characters. */
    tokenHash: { type: 'string', required: true },
    userId: { type: 'string', required: true },
    deviceId: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: one item a token, looked up by the whole token only. */
    claim: { pk: ['tokenHash'], sk: [] },
  },
});
