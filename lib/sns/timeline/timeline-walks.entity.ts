import { Entity, table } from '../../model/electro.ts';

/** The rest of a position that a cursor has no room for. */
export const TimelineWalks = new Entity(
  {
    model: { service: 'moa', entity: 'timelineWalk', version: '1' },
    attributes: {
      walkId: { type: 'string', required: true },
      logs: { type: 'string', required: true },
      /** Epoch seconds; a little after the cursor. */
      expiresAt: { type: 'number', required: true },
    },
    indexes: {
      /** Isolated: one item, read by the id that the sealed cursor names. */
      walk: {
        pk: { field: 'pk', composite: ['walkId'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);
