import { entity } from '../model/entity.ts';

/** That somebody asks to follow a private account; gone once it is accepted, rejected or withdrawn. */
export const FollowRequests = entity('followRequest', {
  attributes: {
    /** Who is asked. */
    targetId: { type: 'string', required: true },
    requesterId: { type: 'string', required: true },
    /** RFC 3339. */
    requestedAt: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: who asks a user, by id; what decides reads it consistently. */
    requests: { pk: ['targetId'], sk: ['requesterId'] },
    /** Isolated: whom a user asks, for the purge of an account alone. */
    requestsOfUser: { index: 'gsi1', pk: ['requesterId'], sk: ['targetId'] },
    /** Isolated: who asks a user, by time. For showing only. */
    requestsByTime: { index: 'gsi2', pk: ['targetId'], sk: ['requestedAt', 'requesterId'] },
  },
});
