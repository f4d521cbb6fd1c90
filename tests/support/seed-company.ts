import { Companies } from '../../lib/companies/membership/companies.entity.ts';
import { CompanyCounts } from '../../lib/companies/membership/company-counts.entity.ts';
import { Members } from '../../lib/companies/membership/members.entity.ts';
import type { CompanyRole } from '../../lib/companies/membership/roles.ts';
import { newId } from '../../lib/ids.ts';
import { putItems } from './put-items.ts';

interface SeededMember {
  userId: string;
  role: CompanyRole;
}

/** A company with members of any roles, past the API: no list and no history tells of it. */
export async function seedCompany(members: readonly SeededMember[]): Promise<string> {
  const now = new Date();
  const companyId = newId('company', now);
  const at = now.toISOString();
  await putItems([
    Companies.put({
      companyId,
      name: '별빛전자',
      companyType: 'corporation',
      status: 'active',
      createdAt: at,
      updatedAt: at,
      version: 1,
      revision: 1,
    }),
    CompanyCounts.put({ companyId, members: 0, owners: 0 }),
  ]);
  await seedMembers(companyId, members);
  return companyId;
}

/** More members of a company, who were not invited. */
export async function seedMembers(
  companyId: string,
  members: readonly SeededMember[],
): Promise<void> {
  const joinedAt = new Date().toISOString();
  await putItems(
    members.map(({ userId, role }) =>
      Members.put({ companyId, userId, role, ownOnly: false, joinedAt, profile: {}, version: 1 }),
    ),
  );
  const owners = members.filter(({ role }) => role === 'owner').length;
  await CompanyCounts.patch({ companyId }).add({ members: members.length, owners }).go();
}
