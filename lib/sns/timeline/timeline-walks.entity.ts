import { entity } from '../../model/entity.ts';

/** The rest of a position that a cursor has no room for. */
export const TimelineWalks = entity('timelineWalk', {
  attributes: {
    walkId: { type: 'string', required: true },
    logs: { type: 'string', required: true },
    /** Epoch seconds; a little after the cursor. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item, read by the id that the sealed cursor names. */
    walk: { pk: ['walkId'], sk: [] },
  },
});
