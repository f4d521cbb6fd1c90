import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { invitationNotFound } from '../errors.ts';
import type { MemberContext, WritingMembership } from '../membership/membership.ts';
import { Invitations } from './invitations.entity.ts';
import { revocation } from './revocation.ts';

/**
 * Ends an invitation; one that has ended stays as it is.
 *
 * @throws AppError `companies.invitation_not_found`
 */
export function revokeInvitation(
  ctx: MemberContext<WritingMembership>,
  invitationId: string,
): Promise<undefined> {
  const { companyId } = ctx.member;
  return retry(async (again) => {
    const invitation = await find(Invitations, { companyId, invitationId });
    if (!invitation) throw new AppError(invitationNotFound);
    if (invitation.state !== 'pending') return undefined;
    return ctx.commit(await revocation(invitation, again), undefined);
  });
}
