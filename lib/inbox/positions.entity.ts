import { entity } from '../model/entity.ts';

/** How far somebody has read their inbox. */
export const InboxPositions = entity('inboxPosition', {
  attributes: {
    userId: { type: 'string', required: true },
    /** An entry id: entries up to it are read. */
    upTo: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: one item a user. */
    position: { pk: ['userId'], sk: [] },
  },
});
