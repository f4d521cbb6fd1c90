import { AppError } from '../../errors/app-error.ts';
import { ownRead } from '../../identity/accounts/authors.ts';
import { upTo } from '../../model/pages.ts';
import { getGroups, getTogether } from '../../model/read.ts';
import { lastOwner } from '../errors.ts';
import { Members } from './members.entity.ts';
import { companyRead, memberRead } from './membership.ts';

/**
 * Companies that are looked at when an account goes. Whoever owns more of them leaves the oldest to the
 * purge, which closes those without an owner.
 */
const mostCompanies = 50;

/**
 * That somebody else owns a company whose account is there: the count of owners knows those too who
 * have deleted theirs and can come back. It is what two who leave at once meet on.
 *
 * @throws AppError `companies.last_owner`
 */
export async function requireOtherOwner(companyId: string, userId: string): Promise<void> {
  if (!(await hasOtherOwner(companyId, userId))) throw new AppError(lastOwner);
}

async function hasOtherOwner(companyId: string, userId: string): Promise<boolean> {
  // Who has just made somebody owner leaves next: the index of memberships can be late for that.
  const { data } = await Members.query
    .member({ companyId })
    .where((is, { eq }) => eq(is.role, 'owner'))
    .go({ pages: 'all', consistent: true });
  const others = data.filter((member) => member.userId !== userId);
  const users = await getTogether(
    others.map((member) => ownRead(member.userId)),
    { consistent: true },
  );
  return users.some((user) => user !== null);
}

/**
 * That no open company would be left without an owner if an account went.
 *
 * @throws AppError `companies.last_owner`, which names the company
 */
export async function requireOtherOwners(userId: string): Promise<void> {
  const found = await upTo(mostCompanies, (limit, cursor) =>
    Members.query.companiesOfUser({ userId }).go({ order: 'desc', limit, cursor }),
  );
  const { members, companies } = await getGroups(
    {
      members: found.map(({ companyId }) => memberRead(companyId, userId)),
      companies: found.map(({ companyId }) => companyRead(companyId)),
    },
    { consistent: true },
  );
  const owned = companies.filter(
    (company, index) => company && company.status !== 'closed' && members[index]?.role === 'owner',
  );
  for (const company of owned) {
    if (!company || (await hasOtherOwner(company.companyId, userId))) continue;
    throw new AppError(lastOwner, {
      detail: `You are the last owner of ${company.name} (${company.companyId}).`,
    });
  }
}
