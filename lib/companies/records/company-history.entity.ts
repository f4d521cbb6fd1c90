import { entity } from '../../model/entity.ts';

export const historyActions = [
  'created',
  'updated',
  'closed',
  'suspended',
  'reopened',
  'tax_checked',
] as const;

/** What was changed of a company, and how it was on record since. */
export const CompanyHistory = entity('companyHistoryEntry', {
  attributes: {
    companyId: { type: 'string', required: true },
    /** RFC 3339; never before that of the entry before. */
    at: { type: 'string', required: true },
    revision: { type: 'number', required: true, padding: { length: 9, char: '0' } },
    version: { type: 'number', required: true },
    actorId: { type: 'string', required: true },
    action: { type: historyActions, required: true },
    reason: { type: 'string' },
    /** By field of the record: `{ before, after }`, `null` where there is none. */
    changes: { type: 'any', required: true },
    /** The company as it was stored since. */
    company: { type: 'any', required: true },
  },
  indexes: {
    /** Isolated: the history of a company in its order, so that one query finds what stood at a time. */
    history: { pk: ['companyId'], sk: ['at', 'revision'] },
  },
});
