import { one } from '../../model/read.ts';
import { type Otherwise, type Write, writeIf } from '../../model/write.ts';
import { lastOwner, tooManyMembers } from '../errors.ts';
import { CompanyCounts } from './company-counts.entity.ts';
import type { Member } from './membership.ts';
import type { CompanyRole } from './roles.ts';

export const mostMembers = 2000;

export const countsRead = (companyId: string) => one(CompanyCounts, { companyId });

const isOwner = (role: CompanyRole) => (role === 'owner' ? 1 : 0);

/** Counts a new member; refused when there are as many as a company can have. */
export const countJoined = <Outcome = never>(
  companyId: string,
  role: CompanyRole,
): Write<Outcome> =>
  writeIf(
    CompanyCounts.patch({ companyId })
      .add({ members: 1, owners: isOwner(role) })
      .where(({ members }, { lt }) => lt(members, mostMembers)),
    tooManyMembers,
  );

/** Counts a member no more; refused when a company would be left without an owner. */
export const countLeft = <Outcome = never>(
  { companyId, role }: Pick<Member, 'companyId' | 'role'>,
  otherwise: Otherwise<Outcome> = lastOwner,
): Write<Outcome> => change(companyId, { members: -1, owners: -isOwner(role) }, otherwise);

/** Counts the last owner no more: nobody owns the company from now on. */
export const countLastOwnerLeft = <Outcome = never>(
  companyId: string,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> =>
  writeIf(
    CompanyCounts.patch({ companyId })
      .add({ members: -1, owners: -1 })
      .where(({ owners }, { eq }) => eq(owners, 1)),
    otherwise,
  );

/** Counts another role of a member; refused when a company would be left without an owner. */
export function countRole<Outcome = never>(
  companyId: string,
  before: CompanyRole,
  after: CompanyRole,
): Write<Outcome>[] {
  const owners = isOwner(after) - isOwner(before);
  return owners === 0 ? [] : [change(companyId, { members: 0, owners }, lastOwner)];
}

function change<Outcome>(
  companyId: string,
  { members, owners }: { members: number; owners: number },
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  const counts = CompanyCounts.patch({ companyId }).add({ members, owners });
  return writeIf(
    owners < 0 ? counts.where((is, { gt }) => gt(is.owners, -owners)) : counts,
    otherwise,
  );
}
