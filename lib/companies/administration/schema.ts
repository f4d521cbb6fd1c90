import * as z from 'zod';
import { id } from '../../schema/ids.ts';
import { text } from '../../schema/text.ts';
import { companyStatuses } from '../membership/roles.ts';

export const listCompaniesQuery = z.strictObject({
  query: text({ min: 1, max: 100 })
    .optional()
    .meta({ description: 'How a word of the name or the English name begins', example: '별빛' }),
  status: z.enum(companyStatuses).optional(),
});

export type ListCompaniesQuery = z.output<typeof listCompaniesQuery>;

const statusChange = z
  .strictObject({
    status: z.enum(['active', 'suspended']),
    reason: text({ min: 1, max: 500 }).meta({ example: 'Sold fake tickets' }),
  })
  .meta({ id: 'CompanyStatusChange' });

const ownerChange = z.strictObject({ ownerId: id('user') }).meta({ id: 'CompanyOwnerChange' });

export const administerCompanyInput = z.union([statusChange, ownerChange], {
  error: 'must be `status` with `reason`, or `ownerId`',
});

export type AdministerCompanyInput = z.output<typeof administerCompanyInput>;
