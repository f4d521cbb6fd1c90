import type { EntityItem } from 'electrodb';
import { entity } from '../../model/entity.ts';
import { companyTypes, markets } from './company-kinds.ts';
import { companyStatuses } from './roles.ts';

/** What is on record of a company; its fields are those of `recordFields`. */
export const Companies = entity('company', {
  attributes: {
    companyId: { type: 'string', required: true },
    name: { type: 'string', required: true },
    englishName: { type: 'string' },
    companyType: { type: companyTypes, required: true },
    /** Ten digits. */
    businessNumber: { type: 'string' },
    /** Thirteen digits. */
    corporateNumber: { type: 'string' },
    stockCode: { type: 'string' },
    dartCode: { type: 'string' },
    market: { type: markets },
    /** KSIC: a letter or two to five digits. */
    industryCode: { type: 'string' },
    representative: { type: 'string' },
    address: { type: 'string' },
    /** `YYYY-MM-DD`. */
    establishedOn: { type: 'string' },
    fiscalMonth: { type: 'number' },
    employees: { type: 'number' },
    phone: { type: 'string' },
    fax: { type: 'string' },
    website: { type: 'string' },
    irUrl: { type: 'string' },
    status: { type: companyStatuses, required: true },
    statusReason: { type: 'string' },
    /** RFC 3339. */
    closedAt: { type: 'string' },
    /** The file that is the logo, and one that is to be. */
    logoId: { type: 'string' },
    awaitedLogoId: { type: 'string' },
    /** RFC 3339. */
    createdAt: { type: 'string', required: true },
    /** RFC 3339: of the last entry of the history. */
    updatedAt: { type: 'string', required: true },
    /** Of what people change. */
    version: { type: 'number', required: true },
    /** Of all entries of the history. */
    revision: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a company, read by id alone. */
    company: { pk: ['companyId'], sk: [] },
  },
});

export type Company = EntityItem<typeof Companies>;
