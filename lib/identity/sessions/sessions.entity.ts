import { entity } from '../../model/entity.ts';

/**
 * The devices on which a user is signed in. Refreshing and ending a session condition on this one
 * item; an ended session has none.
 */
export const Sessions = entity('session', {
  attributes: {
    userId: { type: 'string', required: true },
    sessionId: { type: 'string', required: true },
    /** Which refresh token is the current one: 1 at sign-in, one more with each refresh. */
    generation: { type: 'number', required: true },
    /** Epoch milliseconds at which it became current. */
    rotatedAt: { type: 'number', required: true },
    device: {
      type: 'map',
      properties: {
        name: { type: 'string', required: true },
        platform: { type: 'string', required: true },
      },
    },
    /** Address from which it was begun. */
    source: { type: 'string', required: true },
    /** RFC 3339. */
    createdAt: { type: 'string', required: true },
    /** RFC 3339. */
    lastUsedAt: { type: 'string', required: true },
    /** Epoch seconds: when it has been idle for too long. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: the sessions of one user, oldest first; listed and read consistently. */
    sessions: { pk: ['userId'], sk: ['sessionId'] },
  },
});
