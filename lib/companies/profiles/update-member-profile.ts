import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../errors/app-error.ts';
import { versionMismatch } from '../../errors/request-errors.ts';
import { find } from '../../model/read.ts';
import { writeIf } from '../../model/write.ts';
import { patched } from '../../schema/patch.ts';
import { memberNotFound } from '../errors.ts';
import { Members } from '../membership/members.entity.ts';
import {
  type Member,
  type MemberContext,
  requireCurrent,
  type WritingMembership,
} from '../membership/membership.ts';
import { fullNameOf } from './full-name.ts';
import type { ProfileView, UpdateProfileInput } from './schema.ts';

/**
 * Changes how a member presents themselves, as it was in `version`; `null` takes a field away. Members
 * change their own profile, admins everybody's.
 *
 * @throws AppError `companies.member_not_found` · `request.version_mismatch` ·
 *   `companies.company_closed` · `companies.company_suspended`
 */
export async function updateMemberProfile(
  ctx: MemberContext<WritingMembership>,
  userId: string,
  changes: UpdateProfileInput,
  version: number,
): Promise<ProfileView> {
  const { companyId } = ctx.member;
  const member = await find(Members, { companyId, userId });
  if (!member) throw new AppError(memberNotFound);
  requireCurrent(ctx.member, member, version);
  const names = patched<Member['profile']>(member.profile, changes);
  const profile = patched<Member['profile']>(names, { fullName: fullNameOf(names) ?? null });
  // What changes nothing is no version of its own.
  if (isDeepStrictEqual(profile, member.profile)) {
    return ctx.commit([], { ...member.profile, version });
  }
  const change = Members.patch({ companyId, userId })
    .set({ profile, version: version + 1 })
    .where((is, { eq }) => eq(is.version, version));
  return ctx.commit([writeIf(change, versionMismatch)], { ...profile, version: version + 1 });
}
