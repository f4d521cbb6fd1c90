import { tokenRefusal } from '../../auth/challenge.ts';
import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import type { ErrorDefinition } from '../../errors/define-error.ts';
import { ownRead } from '../../identity/accounts/authors.ts';
import { find, getTogether } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { unchanged, writeIf } from '../../model/write.ts';
import { alreadyMember, invitationEnded, invitationForOtherAddress } from '../errors.ts';
import { toMemberView } from '../members/member-view.ts';
import { countJoined } from '../membership/company-counts.ts';
import { Members } from '../membership/members.entity.ts';
import {
  companyIsOpen,
  type Member,
  memberRead,
  newMember,
  requireOpen,
} from '../membership/membership.ts';
import { findInvitation } from './find-invitation.ts';
import { InvitationClaims } from './invitation-claims.entity.ts';
import { Invitations } from './invitations.entity.ts';
import { type Invitation, stands } from './invitations.ts';
import type { NewMemberView } from './schema.ts';

/**
 * Makes the caller a member of the company that invited their address. It shows that they get its
 * mails, so that no verified address is asked for.
 *
 * @throws AppError `companies.invitation_not_found` · `companies.invitation_ended` ·
 *   `companies.invitation_for_other_address` · `companies.company_closed` ·
 *   `companies.company_suspended` · `companies.already_member` · `companies.too_many_members` ·
 *   `auth.token_invalid` when the account has just gone
 */
export function acceptInvitation(ctx: Context<UserCaller>, token: string): Promise<NewMemberView> {
  const { userId } = ctx.caller;
  return retry(async (again) => {
    const { invitation, company, sending, sender } = await findInvitation(token);
    const { companyId, invitationId, addressKey, role } = invitation;
    if (!stands(invitation, { sending, sender, now: ctx.now }) || !sender) {
      throw new AppError(invitationEnded);
    }
    const [user, before] = await getTogether([ownRead(userId), memberRead(companyId, userId)], {
      consistent: true,
    });
    if (!user) throw tokenRefusal();
    if (user.addressKey !== addressKey) throw new AppError(invitationForOtherAddress);
    requireOpen(company.status);
    if (before) throw new AppError(await whyMember(invitation));
    const joinedAt = ctx.now.toISOString();
    const member: Member = {
      companyId,
      userId,
      role,
      ownOnly: false,
      joinedAt,
      profile: {},
      version: 1,
    };
    const accepted = Invitations.patch({ companyId, invitationId })
      .set({ state: 'accepted', acceptedBy: userId })
      .where((is, { eq }) => `${eq(is.state, 'pending')} AND ${eq(is.sending, sending)}`);
    const claim = InvitationClaims.remove({ companyId, addressKey }).where((is, { eq }) =>
      eq(is.invitationId, invitationId),
    );
    return ctx.commit(
      [
        writeIf(accepted, again),
        writeIf(claim, again),
        newMember({ companyId, userId, role, joinedAt }, again),
        countJoined<NewMemberView>(companyId, role),
        unchanged(Members, { companyId, userId: sender.userId }, { role: sender.role }, again),
        companyIsOpen(companyId),
      ],
      { ...toMemberView(member, user), companyId },
    );
  });
}

/** Who is a member may have become one by this very invitation, since it was read. */
async function whyMember({ companyId, invitationId }: Invitation): Promise<ErrorDefinition> {
  const invitation = await find(Invitations, { companyId, invitationId });
  return invitation?.state === 'pending' ? alreadyMember : invitationEnded;
}
