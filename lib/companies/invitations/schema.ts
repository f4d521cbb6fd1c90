import * as z from 'zod';
import { address } from '../../identity/accounts/address.ts';
import { id } from '../../schema/ids.ts';
import { locale } from '../../schema/locale.ts';
import { timestamp } from '../../schema/time.ts';
import { companyRole, exampleMember, memberView } from '../members/schema.ts';

export const invitationStatuses = ['pending', 'accepted', 'revoked', 'expired'] as const;

const invitationStatus = z.enum(invitationStatuses);

export const createInvitationInput = z.strictObject({
  email: address,
  role: companyRole,
  locale: locale.optional().meta({
    description: 'Language of the mail, BCP 47; that of the account where there is one',
    example: 'ko-KR',
  }),
});

export type CreateInvitationInput = z.output<typeof createInvitationInput>;

export const invitationView = z
  .object({
    id: id('invitation'),
    email: z.string(),
    role: companyRole,
    status: invitationStatus,
    invitedBy: id('user'),
    createdAt: timestamp,
    expiresAt: timestamp,
    acceptedBy: id('user').optional(),
  })
  .meta({ id: 'Invitation' });

export type InvitationView = z.input<typeof invitationView>;

export const listInvitationsQuery = z.strictObject({ status: invitationStatus.optional() });

export type ListInvitationsQuery = z.output<typeof listInvitationsQuery>;

/** What the holder of a token is shown before they accept. */
export const openedInvitationView = z
  .object({
    companyName: z.string(),
    role: companyRole,
    email: z.string(),
    status: invitationStatus,
    expiresAt: timestamp,
  })
  .meta({ id: 'OpenedInvitation' });

export type OpenedInvitationView = z.input<typeof openedInvitationView>;

export const newMemberView = memberView.extend({ companyId: id('company') }).meta({
  id: 'NewMember',
});

export type NewMemberView = z.input<typeof newMemberView>;

export const exampleInvitation = {
  id: 'inv_01jd3v9k2m4n5p6q7r8s9t0v1w',
  email: 'lee@example.com',
  role: 'member',
  status: 'pending',
  invitedBy: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w',
  createdAt: '2026-11-21T09:00:00.000Z',
  expiresAt: '2026-11-28T09:00:00.000Z',
} as const;

export const exampleNewMember = {
  ...exampleMember,
  companyId: 'com_01jd3v9k2m4n5p6q7r8s9t0v1w',
} as const;
