import { Entity, table } from '../../model/electro.ts';

/** The unused links that verify an address. */
export const EmailVerifications = new Entity(
  {
    model: { service: 'moa', entity: 'emailVerification', version: '1' },
    attributes: {
      /** SHA-256 of the token. */
      tokenHash: { type: 'string', required: true },
      userId: { type: 'string', required: true },
      /** The address to which the token was sent. */
      addressKey: { type: 'string', required: true },
      /** Epoch seconds. */
      expiresAt: { type: 'number', required: true },
    },
    indexes: {
      /** Isolated: one item a token, looked up by whoever has the token. */
      verification: {
        pk: { field: 'pk', composite: ['tokenHash'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);
