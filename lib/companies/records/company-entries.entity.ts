import { entity } from '../../model/entity.ts';
import { companyTypes, markets } from '../membership/company-kinds.ts';

/**
 * Where a company stands in a list by which it is looked for. It carries what such lists are filtered
 * by, and is written with the record: whoever looks finds what is on record now.
 */
export const CompanyEntries = entity('companyEntry', {
  attributes: {
    /** `all`, `market:kospi`, `industryCode:26`, `businessNumber:1248100998`, `term:f:m` … */
    list: { type: 'string', required: true },
    /** What sorts the list: an id, with what comes before age there. */
    position: { type: 'string', required: true },
    companyId: { type: 'string', required: true },
    name: { type: 'string', required: true },
    englishName: { type: 'string' },
    companyType: { type: companyTypes, required: true },
    market: { type: markets },
    industryCode: { type: 'string' },
    businessNumber: { type: 'string' },
    corporateNumber: { type: 'string' },
    stockCode: { type: 'string' },
  },
  indexes: {
    /**
     * Isolated: one list, in its order. `all` takes a write for each new company and change of a
     * filtered field, about 1,000 a second at most; DynamoDB splits it by its sort key where that is
     * often.
     */
    list: { pk: ['list'], sk: ['position'] },
  },
});
