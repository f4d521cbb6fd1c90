import { entity } from '../../model/entity.ts';

/** A file that is the logo of a company, or is to be; the company finds it by its own item. */
export const CompanyLogos = entity('companyLogo', {
  attributes: {
    fileId: { type: 'string', required: true },
    companyId: { type: 'string', required: true },
    /** Who has chosen it. */
    actorId: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: the companies that show a file, which may be several where it is a user's own. */
    companies: { pk: ['fileId'], sk: ['companyId'] },
  },
});
