import type { EntityItem } from 'electrodb';
import { one } from '../../model/read.ts';
import { mayManage } from '../members/policy.ts';
import type { Member } from '../membership/membership.ts';
import { InvitationClaims } from './invitation-claims.entity.ts';
import { Invitations } from './invitations.entity.ts';
import type { InvitationView } from './schema.ts';

export type Invitation = EntityItem<typeof Invitations>;

const liveMilliseconds = 7 * 24 * 3600 * 1000;

/** Until when an invitation stands that is sent now. */
export const endOf = (sentAt: Date) => new Date(sentAt.getTime() + liveMilliseconds).toISOString();

export const invitationRead = (companyId: string, invitationId: string) =>
  one(Invitations, { companyId, invitationId });

export const claimRead = (companyId: string, addressKey: string) =>
  one(InvitationClaims, { companyId, addressKey });

/** What became of an invitation. */
export function statusOf(
  { state, endsAt }: Pick<Invitation, 'state' | 'endsAt'>,
  now: Date,
): InvitationView['status'] {
  return state === 'pending' && endsAt <= now.toISOString() ? 'expired' : state;
}

/**
 * Whether an invitation can be accepted by the token of a sending: it is the last one, and who sent it
 * may still invite to the role.
 */
export const stands = (
  invitation: Invitation,
  { sending, sender, now }: { sending: number; sender: Member | null; now: Date },
): boolean =>
  statusOf(invitation, now) === 'pending' &&
  invitation.sending === sending &&
  sender !== null &&
  mayManage({ by: sender.role, of: invitation.role, to: invitation.role });

/** An invitation as admins of the company see it: its token is in the mail alone. */
export function toInvitationView(invitation: Invitation, now: Date): InvitationView {
  const { invitationId, email, role, invitedBy, createdAt, endsAt, acceptedBy } = invitation;
  return {
    id: invitationId,
    email,
    role,
    status: statusOf(invitation, now),
    invitedBy,
    createdAt,
    expiresAt: endsAt,
    ...(acceptedBy !== undefined && { acceptedBy }),
  };
}
