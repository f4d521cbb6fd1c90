import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { invitationNotFound, roleAboveOwn } from '../errors.ts';
import { mayManage } from '../members/policy.ts';
import type { MemberContext, WritingMembership } from '../membership/membership.ts';
import { Invitations } from './invitations.entity.ts';
import { revocation } from './revocation.ts';

/**
 * Ends an invitation; one that has ended stays as it is.
 *
 * @throws AppError `companies.invitation_not_found` · `companies.role_above_own`
 */
export function revokeInvitation(
  ctx: MemberContext<WritingMembership>,
  invitationId: string,
): Promise<undefined> {
  const { companyId, role } = ctx.member;
  return retry(async (again) => {
    const invitation = await find(Invitations, { companyId, invitationId });
    if (!invitation) throw new AppError(invitationNotFound);
    const { role: of } = invitation;
    if (!mayManage({ by: role, of, to: of })) throw new AppError(roleAboveOwn);
    if (invitation.state !== 'pending') return undefined;
    return ctx.commit(await revocation(invitation, again), undefined);
  });
}
