import { entity } from '../../model/entity.ts';

/** On what an account was signed in to: its owner is told when somebody signs in on anything else. */
export const KnownDevices = entity('knownDevice', {
  attributes: {
    userId: { type: 'string', required: true },
    /** Made of what the sign-in says of the device, or of the program that it came by. */
    deviceKey: { type: 'string', required: true },
    /** As the last sign-in named it. */
    device: {
      type: 'map',
      properties: {
        name: { type: 'string', required: true },
        platform: { type: 'string', required: true },
      },
    },
    userAgent: { type: 'string', required: true },
    /** Address of the last sign-in. */
    source: { type: 'string', required: true },
    /** That which the last sign-in began. */
    sessionId: { type: 'string', required: true },
    /** RFC 3339. */
    signedInAt: { type: 'string', required: true },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: the devices of one user; written with each sign-in, read when one is new. */
    knownDevices: { pk: ['userId'], sk: ['deviceKey'] },
  },
});
