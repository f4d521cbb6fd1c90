import { Entity, table } from '../../model/electro.ts';

/** The first account ever, which is an administrator's: whoever writes this item is it. */
export const FirstAccount = new Entity(
  {
    model: { service: 'moa', entity: 'firstAccount', version: '1' },
    attributes: {
      /** None once that account was purged. */
      userId: { type: 'string' },
    },
    indexes: {
      /** Isolated: one item in all. */
      first: {
        pk: { field: 'pk', composite: [], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);
