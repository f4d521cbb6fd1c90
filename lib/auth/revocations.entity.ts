import { Entity } from 'electrodb';
import { table } from '../model/electro.ts';

/** Sessions whose access tokens must not be honoured any more, until the last of them expires. */
export const Revocations = new Entity(
  {
    model: { service: 'moa', entity: 'revocation', version: '1' },
    attributes: {
      sessionId: { type: 'string', required: true },
      /** Epoch seconds: when the last access token of the session has expired. */
      expiresAt: { type: 'number', required: true },
    },
    indexes: {
      /**
       * Isolated: all live revocations in one partition, so that a container learns of them by one
       * query every few seconds. It holds 15 minutes of sign-outs.
       */
      live: {
        pk: { field: 'pk', composite: [], casing: 'none' },
        sk: { field: 'sk', composite: ['sessionId'], casing: 'none' },
      },
    },
  },
  table,
);
