import { entity } from '../../model/entity.ts';
import { companyRoles } from './roles.ts';

/** Who belongs to a company: what each of them may do there, and how they present themselves. */
export const Members = entity('member', {
  attributes: {
    companyId: { type: 'string', required: true },
    userId: { type: 'string', required: true },
    role: { type: companyRoles, required: true },
    /** Sees only the records that are their own; of the roles `viewer` and `member` alone. */
    ownOnly: { type: 'boolean', required: true },
    /** RFC 3339. */
    joinedAt: { type: 'string', required: true },
    profile: {
      type: 'map',
      required: true,
      properties: {
        firstName: { type: 'string' },
        lastName: { type: 'string' },
        /** Made of both parts, in every write that changes one. */
        fullName: { type: 'string' },
        jobRole: { type: 'string' },
        workEmail: { type: 'string' },
        phone: { type: 'string' },
      },
    },
    /** Of the profile alone. */
    version: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a member, read by every request under the company. */
    member: { pk: ['companyId'], sk: ['userId'] },
    /** Isolated: the members of a company, by when they joined; 2,000 at most. */
    membersOfCompany: { index: 'gsi1', pk: ['companyId'], sk: ['joinedAt', 'userId'] },
    /** Isolated: the companies of a user, by when they joined. */
    companiesOfUser: { index: 'gsi2', pk: ['userId'], sk: ['joinedAt', 'companyId'] },
  },
});
