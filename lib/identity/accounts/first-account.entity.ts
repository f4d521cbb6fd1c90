import { entity } from '../../model/entity.ts';

/** The first account ever, which is an administrator's: whoever writes this item is it. */
export const FirstAccount = entity('firstAccount', {
  attributes: {
    /** None once that account was purged. */
    userId: { type: 'string' },
  },
  indexes: {
    /** Isolated: one item in all. */
    first: { pk: [], sk: [] },
  },
});
