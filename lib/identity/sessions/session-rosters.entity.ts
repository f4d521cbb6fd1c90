import { entity } from '../../model/entity.ts';

/**
 * Which sessions a user has. Each begins in one transaction with its entry here, so that whoever ends
 * all of them knows them all and sees it when another has begun meanwhile.
 */
export const SessionRosters = entity('sessionRoster', {
  attributes: {
    userId: { type: 'string', required: true },
    sessionIds: { type: 'set', items: 'string' },
    /** That of the first sign-in ever. */
    firstSessionId: { type: 'string' },
    /** One more with each sign-in, and each time that several sessions end together. */
    version: { type: 'number', required: true },
    /** How often somebody has ended all sessions: what began before may not become one after. */
    epoch: { type: 'number' },
  },
  indexes: {
    /** Isolated: one item a user, read when sessions end or must make room. */
    roster: { pk: ['userId'], sk: [] },
  },
});
