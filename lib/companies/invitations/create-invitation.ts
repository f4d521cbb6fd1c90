import { AppError } from '../../errors/app-error.ts';
import { AddressClaims } from '../../identity/accounts/address-claims.entity.ts';
import { accountRead } from '../../identity/accounts/authors.ts';
import { addressKey } from '../../identity/accounts/keys.ts';
import { newId } from '../../ids.ts';
import { getTogether, one } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { impossible, writeIf } from '../../model/write.ts';
import { alreadyMember, invitationPending, roleAboveOwn } from '../errors.ts';
import { mayManage } from '../members/policy.ts';
import {
  callerStays,
  companyIsOpen,
  type MemberContext,
  memberRead,
  type WritingMembership,
} from '../membership/membership.ts';
import { InvitationClaims } from './invitation-claims.entity.ts';
import { Invitations } from './invitations.entity.ts';
import {
  claimRead,
  endOf,
  type Invitation,
  invitationRead,
  statusOf,
  toInvitationView,
} from './invitations.ts';
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

/**
 * What an address has in a company: the invitation that is open, and the account that has verified it.
 *
 * @throws AppError `companies.already_member` when its account is a member
 */
async function readAddress(
  companyId: string,
  key: string,
): Promise<{ open: Invitation | null; inviteeId: string | undefined }> {
  const [account, claim] = await getTogether(
    [one(AddressClaims, { addressKey: key }), claimRead(companyId, key)],
    { consistent: true },
  );
  const [member, open, user] = await getTogether(
    [
      memberRead(companyId, account?.userId ?? ''),
      invitationRead(companyId, claim?.invitationId ?? ''),
      accountRead(account?.userId ?? ''),
    ],
    { consistent: true },
  );
  if (member) throw new AppError(alreadyMember);
  return { open, inviteeId: user?.emailVerified ? user.userId : undefined };
}
