import { Entity, table } from '../model/electro.ts';

/** How far somebody has read their inbox. */
export const InboxPositions = new Entity(
  {
    model: { service: 'moa', entity: 'inboxPosition', version: '1' },
    attributes: {
      userId: { type: 'string', required: true },
      /** An entry id: entries up to it are read. */
      upTo: { type: 'string', required: true },
    },
    indexes: {
      /** Isolated: one item a user. */
      position: {
        pk: { field: 'pk', composite: ['userId'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);
