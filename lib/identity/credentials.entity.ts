import { Entity } from 'electrodb';
import { table } from '../model/electro.ts';

/** What a user proves themselves by; kept apart from the profile, which many read. */
export const Credentials = new Entity(
  {
    model: { service: 'moa', entity: 'credentials', version: '1' },
    attributes: {
      userId: { type: 'string', required: true },
      /** PHC string. */
      passwordHash: { type: 'string', required: true },
      /** RFC 3339. */
      passwordChangedAt: { type: 'string', required: true },
    },
    indexes: {
      /** Isolated: one item a user, read at sign-in only. */
      credentials: {
        pk: { field: 'pk', composite: ['userId'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);
