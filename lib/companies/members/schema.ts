import * as z from 'zod';
import { id } from '../../schema/ids.ts';
import { timestamp } from '../../schema/time.ts';
import { companyRoles } from '../membership/roles.ts';

export const companyRole = z.enum(companyRoles).meta({
  id: 'CompanyRole',
  description: 'What a member may do in the company; each role may all that those before it may',
  example: 'member',
});

export const memberView = z
  .object({
    userId: id('user'),
    name: z.string().meta({ description: 'Of the account' }),
    handle: z.string(),
    profileImageUrl: z.string().optional(),
    fullName: z.string().optional().meta({ description: 'Of the profile in the company' }),
    role: companyRole,
    ownOnly: z.boolean().meta({ description: 'Sees only the records that are their own' }),
    joinedAt: timestamp,
  })
  .meta({ id: 'Member' });

export type MemberView = z.input<typeof memberView>;

export const listMembersQuery = z.strictObject({ role: companyRole.optional() });

export type ListMembersQuery = z.output<typeof listMembersQuery>;

export const updateMemberInput = z
  .strictObject({ role: companyRole.optional(), ownOnly: z.boolean().optional() })
  .refine(({ role, ownOnly }) => role !== undefined || ownOnly !== undefined, {
    error: 'must change the role or `ownOnly`',
    params: { rule: 'required' },
  })
  .meta({ minProperties: 1 });

export type UpdateMemberInput = z.output<typeof updateMemberInput>;

export const exampleMember = {
  userId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w',
  name: 'Kim',
  handle: 'kim',
  fullName: '김유나',
  role: 'member',
  ownOnly: false,
  joinedAt: '2026-11-21T09:00:00.000Z',
} as const;
