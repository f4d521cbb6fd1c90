import { Entity, table } from '../../model/electro.ts';

/**
 * The administrators whose accounts are active: written with their roles and states, so that the last
 * one stays. It begins with the first account.
 */
export const Administrators = new Entity(
  {
    model: { service: 'moa', entity: 'administrators', version: '1' },
    attributes: { activeIds: { type: 'set', items: 'string', required: true } },
    indexes: {
      /** Isolated: one item in all. */
      all: {
        pk: { field: 'pk', composite: [], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);
