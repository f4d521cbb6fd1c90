import { entity } from '../../model/entity.ts';
import { companyRoles } from './roles.ts';

/**
 * Who has left a company, the last time that they did: who removed them is told by this item, for one
 * that is removed carries no stamp.
 */
export const FormerMembers = entity('formerMember', {
  attributes: {
    companyId: { type: 'string', required: true },
    userId: { type: 'string', required: true },
    role: { type: companyRoles, required: true },
    /** RFC 3339. */
    leftAt: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: one item for each who left, told by the stream alone. */
    formerMember: { pk: ['companyId'], sk: ['userId'] },
  },
});
