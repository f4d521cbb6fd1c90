import { entity } from '../../model/entity.ts';

/** The open invitation of an address to a company: there is one at most. */
export const InvitationClaims = entity('invitationClaim', {
  attributes: {
    companyId: { type: 'string', required: true },
    addressKey: { type: 'string', required: true },
    invitationId: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: the open invitations of a company, each by the address that it is for. */
    claims: { pk: ['companyId'], sk: ['addressKey'] },
  },
});
