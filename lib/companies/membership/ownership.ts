import { AppError } from '../../errors/app-error.ts';
import { getGroups } from '../../model/read.ts';
import { lastOwner } from '../errors.ts';
import { countsRead } from './company-counts.ts';
import { Members } from './members.entity.ts';
import { companyRead } from './membership.ts';

/** Companies that are looked at; who is a member of more has their oldest ones close with the purge. */
const mostCompanies = 1000;

/**
 * That no open company would be left without an owner if an account went. Who becomes the last owner
 * in the same moment is not looked for: once the account is purged, such a company closes.
 *
 * @throws AppError `companies.last_owner`, which names the company
 */
export async function requireOtherOwners(userId: string): Promise<void> {
  const { data } = await Members.query
    .companiesOfUser({ userId })
    .go({ order: 'desc', limit: mostCompanies });
  const owned = data.filter(({ role }) => role === 'owner');
  const { companies, counts } = await getGroups(
    {
      companies: owned.map(({ companyId }) => companyRead(companyId)),
      counts: owned.map(({ companyId }) => countsRead(companyId)),
    },
    { consistent: true },
  );
  const left = companies.find(
    (company, index) => company && company.status !== 'closed' && (counts[index]?.owners ?? 0) <= 1,
  );
  if (!left) return;
  throw new AppError(lastOwner, {
    detail: `You are the last owner of ${left.name} (${left.companyId}).`,
  });
}
