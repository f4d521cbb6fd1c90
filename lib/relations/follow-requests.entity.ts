import { Entity, table } from '../model/electro.ts';

/** That somebody asks to follow a private account; gone once it is accepted, rejected or withdrawn. */
export const FollowRequests = new Entity(
  {
    model: { service: 'moa', entity: 'followRequest', version: '1' },
    attributes: {
      /** Who is asked. */
      targetId: { type: 'string', required: true },
      requesterId: { type: 'string', required: true },
      /** RFC 3339. */
      requestedAt: { type: 'string', required: true },
    },
    indexes: {
      /** Isolated: who asks a user, by id; what decides reads it consistently. */
      requests: {
        pk: { field: 'pk', composite: ['targetId'], casing: 'none' },
        sk: { field: 'sk', composite: ['requesterId'], casing: 'none' },
      },
      /** Isolated: whom a user asks, for the purge of an account alone. */
      requestsOfUser: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: ['requesterId'], casing: 'none' },
        sk: { field: 'gsi1sk', composite: ['targetId'], casing: 'none' },
      },
      /** Isolated: who asks a user, by time. For showing only. */
      requestsByTime: {
        index: 'gsi2',
        pk: { field: 'gsi2pk', composite: ['targetId'], casing: 'none' },
        sk: { field: 'gsi2sk', composite: ['requestedAt', 'requesterId'], casing: 'none' },
      },
    },
  },
  table,
);
