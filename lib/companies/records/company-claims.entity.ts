import { entity } from '../../model/entity.ts';
import { claimedNumbers } from './claimed-numbers.ts';

/** Which company has a number, as long as it is not closed: a number has one at most. */
export const CompanyClaims = entity('companyClaim', {
  attributes: {
    kind: { type: claimedNumbers, required: true },
    number: { type: 'string', required: true },
    companyId: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: one item a number, met by who claims it. */
    claim: { pk: ['kind', 'number'], sk: [] },
  },
});
