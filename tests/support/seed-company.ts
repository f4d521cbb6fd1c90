import { Companies } from '../../lib/companies/membership/companies.entity.ts';
import { CompanyCounts } from '../../lib/companies/membership/company-counts.entity.ts';
import { Members } from '../../lib/companies/membership/members.entity.ts';
import type { CompanyRole } from '../../lib/companies/membership/roles.ts';
import { newId } from '../../lib/ids.ts';
import { putItems } from './put-items.ts';

/** A company with one member of any role, past the API: no list tells of it. */
export async function seedCompany(userId: string, role: CompanyRole): Promise<string> {
  const now = new Date();
  const companyId = newId('company', now);
  const at = now.toISOString();
  const owners = role === 'owner' ? 1 : 0;
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
    CompanyCounts.put({ companyId, members: 1, owners }),
    Members.put({ companyId, userId, role, ownOnly: false, joinedAt: at, profile: {}, version: 1 }),
  ]);
  return companyId;
}
