import { entity } from '../../model/entity.ts';

/** Who is moving dead letters back to a queue, call by call: the stream tells the audit of the first. */
export const QueueRedrives = entity('queueRedrive', {
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
    redrive: { pk: ['queue'], sk: ['adminId'] },
  },
});
