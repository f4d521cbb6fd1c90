import { Entity, table } from '../../model/electro.ts';

/** Who is moving dead letters back to a queue, call by call: the stream tells the audit of the first. */
export const QueueRedrives = new Entity(
  {
    model: { service: 'moa', entity: 'queueRedrive', version: '1' },
    attributes: {
      queue: { type: 'string', required: true },
      adminId: { type: 'string', required: true },
      /** RFC 3339: when they last did. */
      redrivenAt: { type: 'string', required: true },
      /** Epoch seconds. */
      expiresAt: { type: 'number', required: true },
    },
    indexes: {
      /** Isolated: one item a queue and administrator, read by the stream only. */
      redrive: {
        pk: { field: 'pk', composite: ['queue'], casing: 'none' },
        sk: { field: 'sk', composite: ['adminId'], casing: 'none' },
      },
    },
  },
  table,
);
