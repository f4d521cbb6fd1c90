import { Entity } from 'electrodb';
import { table } from '../model/electro.ts';

/**
 * Which account an address belongs to, and the password that goes with it at sign-in: one read tells
 * both. Written with the account, so that an address has one at most.
 */
export const AddressClaims = new Entity(
  {
    model: { service: 'moa', entity: 'addressClaim', version: '1' },
    attributes: {
      /** Hash of the address's normal form. */
      addressKey: { type: 'string', required: true },
      userId: { type: 'string', required: true },
      /** PHC string; none when its owner signs in by other means only. */
      passwordHash: { type: 'string' },
    },
    indexes: {
      /** Isolated: one item an address, looked up by the whole address only. */
      claim: {
        pk: { field: 'pk', composite: ['addressKey'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);
