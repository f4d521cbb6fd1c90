import * as z from 'zod';
import { id } from '../../schema/ids.ts';
import { ruled } from '../../schema/rule.ts';
import { text } from '../../schema/text.ts';
import { companyStatuses } from '../membership/roles.ts';

export const listCompaniesQuery = z.strictObject({
  query: text({ min: 1, max: 100 })
    .optional()
    .meta({ description: 'How a word of the name or the English name begins', example: '별빛' }),
  status: z.enum(companyStatuses).optional(),
});

export type ListCompaniesQuery = z.output<typeof listCompaniesQuery>;

/** Either of both: a status with its reason, or an owner. */
export const administerCompanyInput = z
  .strictObject({
    status: z.enum(['active', 'suspended']).optional(),
    reason: text({ min: 1, max: 500 })
      .optional()
      .meta({ description: 'Required with `status`', example: 'Sold fake tickets' }),
    ownerId: id('user').optional().meta({ description: 'Becomes an owner' }),
  })
  .refine(({ status, ownerId }) => (status === undefined) !== (ownerId === undefined), {
    ...ruled('custom', 'must have either `status` or `ownerId`'),
  })
  .refine(({ status, reason }) => (status === undefined) === (reason === undefined), {
    path: ['reason'],
    ...ruled('required', 'must say why, with `status`'),
  });

export type AdministerCompanyInput = z.output<typeof administerCompanyInput>;
