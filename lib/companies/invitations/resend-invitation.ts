import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { writeIf } from '../../model/write.ts';
import {
  invitationEndedAlready,
  invitationNotFound,
  invitationPending,
  roleAboveOwn,
} from '../errors.ts';
import { mayManage } from '../members/policy.ts';
import {
  callerStays,
  companyIsOpen,
  type MemberContext,
  type WritingMembership,
} from '../membership/membership.ts';
import { InvitationClaims } from './invitation-claims.entity.ts';
import { Invitations } from './invitations.entity.ts';
import { endOf, statusOf, toInvitationView } from './invitations.ts';
import { readAddress } from './read-address.ts';
import type { InvitationView } from './schema.ts';

/**
 * Mails an invitation again, with another token and seven more days; the token before is dead. The
 * caller answers for it from now on.
 *
 * @throws AppError `companies.invitation_not_found` · `companies.role_above_own` ·
 *   `companies.invitation_ended_already` · `companies.invitation_pending` when the address has another ·
 *   `companies.already_member`
 */
export function resendInvitation(
  ctx: MemberContext<WritingMembership>,
  invitationId: string,
): Promise<InvitationView> {
  const { companyId, role: ownRole } = ctx.member;
  return retry(async (again) => {
    const invitation = await find(Invitations, { companyId, invitationId });
    if (!invitation) throw new AppError(invitationNotFound);
    const { role, state, sending, addressKey } = invitation;
    if (!mayManage({ by: ownRole, of: role, to: role })) throw new AppError(roleAboveOwn);
    if (state !== 'pending') throw new AppError(invitationEndedAlready);
    const claimed = await readClaim(companyId, addressKey, invitationId, ctx.now);
    const sent = {
      sentBy: ctx.caller.userId,
      sending: sending + 1,
      endsAt: endOf(ctx.now),
    };
    const change = Invitations.patch({ companyId, invitationId })
      .set(sent)
      .where((is, { eq }) => `${eq(is.state, 'pending')} AND ${eq(is.sending, sending)}`);
    const claim = InvitationClaims.put({ companyId, addressKey, invitationId }).where(
      (is, { eq, notExists }) =>
        claimed === undefined ? notExists(is.invitationId) : eq(is.invitationId, claimed),
    );
    return ctx.commit(
      [writeIf(change, again), writeIf(claim, again), callerStays(ctx), companyIsOpen(companyId)],
      toInvitationView({ ...invitation, ...sent }, ctx.now),
    );
  });
}

/**
 * The invitation that an address has open in a company: this one, or a later one that has expired too.
 *
 * @throws AppError `companies.invitation_pending` when a later one has not · `companies.already_member`
 *   when its account is a member
 */
async function readClaim(
  companyId: string,
  key: string,
  invitationId: string,
  now: Date,
): Promise<string | undefined> {
  const { open } = await readAddress(companyId, key);
  const isOther = open !== null && open.invitationId !== invitationId;
  if (isOther && statusOf(open, now) === 'pending') throw new AppError(invitationPending);
  return open?.invitationId;
}
