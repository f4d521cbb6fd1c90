import * as z from 'zod';
import { ruled } from '../../schema/rule.ts';
import { text } from '../../schema/text.ts';
import { ownUserView } from '../accounts/schema.ts';

export const findUsersQuery = z.strictObject({
  query: text({ min: 1, max: 254 })
    .optional()
    .meta({ description: 'An id, an address, or how a handle begins', example: 'kim' }),
});

export type FindUsersQuery = z.output<typeof findUsersQuery>;
const reason = text({ min: 1, max: 500 }).meta({ example: 'Sold fake tickets' });

export const updateUserInput = z
  .strictObject({
    role: ownUserView.shape.role.optional(),
    status: z.enum(['active', 'suspended']).optional(),
    reason: reason.optional(),
  })
  .refine(({ status, reason: given }) => status !== 'suspended' || given !== undefined, {
    path: ['reason'],
    ...ruled('required', 'must say why the account is suspended'),
  });

export type UpdateUserInput = z.output<typeof updateUserInput>;
