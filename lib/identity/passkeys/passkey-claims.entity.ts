import { entity } from '../../model/entity.ts';

/** Whose a credential is: written with the passkey, so that no two accounts have the same. */
export const PasskeyClaims = entity('passkeyClaim', {
  attributes: {
    /** Hash of the credential's id. */
    credentialKey: { type: 'string', required: true },
    userId: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: one item a credential, looked up by whoever signs in. */
    claim: { pk: ['credentialKey'], sk: [] },
  },
});
