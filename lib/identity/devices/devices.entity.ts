import { entity } from '../../model/entity.ts';
import { platforms } from './schema.ts';

/** What a user is reached on by push. The token is claimed in `PushTokenClaims`. */
export const Devices = entity('device', {
  attributes: {
    userId: { type: 'string', required: true },
    /** Chosen by the client. */
    deviceId: { type: 'string', required: true },
    platform: { type: platforms, required: true },
    /** The provider's address of the app on this device. */
    pushToken: { type: 'string', required: true },
    /** The session in which it was last registered; the device goes when that ends. */
    sessionId: { type: 'string', required: true },
    /** RFC 3339. */
    createdAt: { type: 'string', required: true },
    /** RFC 3339: when the token was last registered. */
    registeredAt: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: the few devices of one user, read together by whatever pushes to them. */
    devices: { pk: ['userId'], sk: ['deviceId'] },
  },
});
