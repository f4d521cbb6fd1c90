import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { memberNotFound } from '../errors.ts';
import { Members } from '../membership/members.entity.ts';
import type { MemberContext } from '../membership/membership.ts';
import type { ProfileView } from './schema.ts';

/** How a member presents themselves in the company. @throws AppError `companies.member_not_found` */
export async function getMemberProfile(
  { member: { companyId } }: MemberContext,
  userId: string,
): Promise<ProfileView> {
  const member = await find(Members, { companyId, userId });
  if (!member) throw new AppError(memberNotFound);
  return { ...member.profile, version: member.version };
}
