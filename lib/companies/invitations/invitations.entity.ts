import { entity } from '../../model/entity.ts';
import { companyRoles } from '../membership/roles.ts';

/** Who was asked to join a company, and what became of it. */
export const Invitations = entity('invitation', {
  attributes: {
    companyId: { type: 'string', required: true },
    invitationId: { type: 'string', required: true },
    email: { type: 'string', required: true },
    /** Hash of the address's normal form. */
    addressKey: { type: 'string', required: true },
    role: { type: companyRoles, required: true },
    /** BCP 47; of the mail. */
    locale: { type: 'string' },
    /** As it was left: what is pending and over has expired. */
    state: { type: ['pending', 'accepted', 'revoked'] as const, required: true },
    invitedBy: { type: 'string', required: true },
    /** Who sent it last: it stands as long as they may invite to the role. */
    sentBy: { type: 'string', required: true },
    /** How often it was sent: the token of each mail is that of one sending. */
    sending: { type: 'number', required: true },
    /** RFC 3339. */
    createdAt: { type: 'string', required: true },
    /** RFC 3339. */
    endsAt: { type: 'string', required: true },
    /** Whose inbox tells of it: the account that had verified the address when it was invited. */
    inviteeId: { type: 'string' },
    acceptedBy: { type: 'string' },
  },
  indexes: {
    /** Isolated: the invitations of a company, by age. */
    invitations: { pk: ['companyId'], sk: ['invitationId'] },
  },
});
