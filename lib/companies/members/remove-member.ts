import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { companyNotFound, roleAboveOwn } from '../errors.ts';
import { countLeft } from '../membership/company-counts.ts';
import { Members } from '../membership/members.entity.ts';
import {
  callerStays,
  type MemberContext,
  requireOpen,
  type WritingMembership,
} from '../membership/membership.ts';
import { requireOtherOwner } from '../membership/ownership.ts';
import { departure } from './departure.ts';
import { mayManage } from './policy.ts';

/**
 * Takes a member out of the company; themselves too, also of one that is closed or suspended. Their
 * access ends with this, a worker takes away what else they had there.
 *
 * @throws AppError `companies.company_closed` · `companies.company_suspended` ·
 *   `companies.role_above_own` · `companies.last_owner`
 */
export function removeMember(
  ctx: MemberContext<WritingMembership>,
  userId: string,
): Promise<undefined> {
  const { companyId, role, companyStatus } = ctx.member;
  const isLeaving = userId === ctx.caller.userId;
  if (!isLeaving) requireOpen(companyStatus);
  return retry(async (again) => {
    const member = await find(Members, { companyId, userId });
    if (!member) {
      // Whoever was quicker to leave is no member any more.
      if (isLeaving) throw new AppError(companyNotFound);
      return undefined;
    }
    const isAbove = !mayManage({ by: role, of: member.role, to: member.role });
    if (!isLeaving && isAbove) throw new AppError(roleAboveOwn);
    if (member.role === 'owner') await requireOtherOwner(companyId, userId);
    return ctx.commit(
      [
        ...departure<undefined>(member, ctx.now, again),
        countLeft<undefined>(member),
        ...(isLeaving ? [] : [callerStays(ctx)]),
      ],
      undefined,
    );
  });
}
