import { Entity, table } from '../../model/electro.ts';

/** Whose a credential is: written with the passkey, so that no two accounts have the same. */
export const PasskeyClaims = new Entity(
  {
    model: { service: 'moa', entity: 'passkeyClaim', version: '1' },
    attributes: {
      /** Hash of the credential's id. */
      credentialKey: { type: 'string', required: true },
      userId: { type: 'string', required: true },
    },
    indexes: {
      /** Isolated: one item a credential, looked up by whoever signs in. */
      claim: {
        pk: { field: 'pk', composite: ['credentialKey'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);
