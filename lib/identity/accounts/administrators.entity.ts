import { entity } from '../../model/entity.ts';

/**
 * The administrators whose accounts are active: written with their roles and states, so that the last
 * one stays. It begins with the first account.
 */
export const Administrators = entity('administrators', {
  attributes: { activeIds: { type: 'set', items: 'string', required: true } },
  indexes: {
    /** Isolated: one item in all. */
    all: { pk: [], sk: [] },
  },
});
