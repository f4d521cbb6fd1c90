import { AppError } from '../../errors/app-error.ts';
import { ownRead } from '../../identity/accounts/authors.ts';
import { getTogether } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { writeIf } from '../../model/write.ts';
import { memberNotFound, ownOnlyRole, roleAboveOwn } from '../errors.ts';
import { countRole } from '../membership/company-counts.ts';
import { Members } from '../membership/members.entity.ts';
import {
  callerStays,
  type Member,
  type MemberContext,
  memberRead,
  type WritingMembership,
} from '../membership/membership.ts';
import { requireOtherOwner } from '../membership/ownership.ts';
import { toMemberView } from './member-view.ts';
import { canBeOwnOnly, mayManage } from './policy.ts';
import type { MemberView, UpdateMemberInput } from './schema.ts';

/**
 * Changes what a member may do in the company, from their next request on.
 *
 * @throws AppError `companies.member_not_found` · `companies.role_above_own` ·
 *   `companies.own_only_role` · `companies.last_owner`
 */
export function updateMember(
  ctx: MemberContext<WritingMembership>,
  userId: string,
  input: UpdateMemberInput,
): Promise<MemberView> {
  const { companyId, role: ownRole } = ctx.member;
  return retry(async (again) => {
    const [member, user] = await getTogether([memberRead(companyId, userId), ownRead(userId)], {
      consistent: true,
    });
    if (!member || !user) throw new AppError(memberNotFound);
    const { role = member.role } = input;
    if (!mayManage({ by: ownRole, of: member.role, to: role })) throw new AppError(roleAboveOwn);
    if (input.ownOnly && !canBeOwnOnly(role)) throw new AppError(ownOnlyRole);
    const ownOnly = canBeOwnOnly(role) && (input.ownOnly ?? member.ownOnly);
    const updated: Member = { ...member, role, ownOnly };
    const view = toMemberView(updated, user);
    if (role === member.role && ownOnly === member.ownOnly) return view;
    const isDemoted = member.role === 'owner' && role !== 'owner';
    if (isDemoted) await requireOtherOwner(companyId, userId);
    const change = Members.patch({ companyId, userId })
      .set({ role, ownOnly })
      .where((is, { eq }) => `${eq(is.role, member.role)} AND ${eq(is.ownOnly, member.ownOnly)}`);
    return ctx.commit(
      [
        writeIf(change, again),
        ...countRole<MemberView>(companyId, member.role, role),
        // Who is demoted in this moment promotes nobody.
        ...(userId === ctx.caller.userId ? [] : [callerStays(ctx)]),
      ],
      view,
    );
  });
}
