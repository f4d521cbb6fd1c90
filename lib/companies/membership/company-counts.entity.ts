import { entity } from '../../model/entity.ts';

/** How many belong to a company: apart from its record, so that joining does not meet who edits that. */
export const CompanyCounts = entity('companyCounts', {
  attributes: {
    companyId: { type: 'string', required: true },
    members: { type: 'number', required: true },
    owners: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a company, which all who join and leave meet on. */
    counts: { pk: ['companyId'], sk: [] },
  },
});
