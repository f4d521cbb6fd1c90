import { AppError } from '../../errors/app-error.ts';
import { addressKey } from '../../identity/accounts/keys.ts';
import { newId } from '../../ids.ts';
import { retry } from '../../model/retry.ts';
import { impossible, writeIf } from '../../model/write.ts';
import { invitationPending, roleAboveOwn } from '../errors.ts';
import { mayManage } from '../members/policy.ts';
import {
  callerStays,
  companyIsOpen,
  type MemberContext,
  type WritingMembership,
} from '../membership/membership.ts';
import { InvitationClaims } from './invitation-claims.entity.ts';
import { Invitations } from './invitations.entity.ts';
import { endOf, type Invitation, statusOf, toInvitationView } from './invitations.ts';
import { readAddress } from './read-address.ts';
import type { CreateInvitationInput, InvitationView } from './schema.ts';

/**
 * Invites an address to the company, whether or not it has an account; a worker mails the link.
 *
 * @throws AppError `companies.role_above_own` · `companies.already_member` ·
 *   `companies.invitation_pending`
 */
export function createInvitation(
  ctx: MemberContext<WritingMembership>,
  { email, role, locale }: CreateInvitationInput,
): Promise<InvitationView> {
  const { companyId, role: ownRole } = ctx.member;
  if (!mayManage({ by: ownRole, of: role, to: role })) throw new AppError(roleAboveOwn);
  const key = addressKey(email);
  return retry(async (again) => {
    const { open: before, inviteeId } = await readAddress(companyId, key);
    if (before && statusOf(before, ctx.now) === 'pending') throw new AppError(invitationPending);
    const invitation: Invitation = {
      companyId,
      invitationId: newId('invitation', ctx.now),
      email,
      addressKey: key,
      role,
      ...(locale !== undefined && { locale }),
      ...(inviteeId !== undefined && { inviteeId }),
      state: 'pending',
      invitedBy: ctx.caller.userId,
      sentBy: ctx.caller.userId,
      sending: 1,
      createdAt: ctx.now.toISOString(),
      endsAt: endOf(ctx.now),
    };
    const { invitationId } = invitation;
    const claim = InvitationClaims.put({ companyId, addressKey: key, invitationId }).where(
      (is, { eq, notExists }) =>
        before ? eq(is.invitationId, before.invitationId) : notExists(is.invitationId),
    );
    return ctx.commit(
      [
        writeIf(claim, again),
        writeIf(Invitations.create(invitation), impossible),
        callerStays(ctx),
        companyIsOpen(companyId),
      ],
      toInvitationView(invitation, ctx.now),
    );
  });
}
