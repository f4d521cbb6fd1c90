import { entity } from '../../model/entity.ts';

/** To which sending of an invitation a mailed token belongs; longer than it works, to say why not. */
export const InvitationTokens = entity('invitationToken', {
  attributes: {
    /** SHA-256 of the token. */
    tokenHash: { type: 'string', required: true },
    companyId: { type: 'string', required: true },
    invitationId: { type: 'string', required: true },
    sending: { type: 'number', required: true },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a token, looked up by whoever has the token. */
    token: { pk: ['tokenHash'], sk: [] },
  },
});
