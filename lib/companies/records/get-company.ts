import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { getTogether } from '../../model/read.ts';
import { companyNotFound } from '../errors.ts';
import type { Company } from '../membership/companies.entity.ts';
import { companyRead, memberRead, reaches } from '../membership/membership.ts';
import { CompanyHistory } from './company-history.entity.ts';
import { toCompanyView } from './company-view.ts';
import type { CompanyView, GetCompanyQuery } from './schema.ts';

/**
 * A company as it is on record, or was at a time.
 *
 * @throws AppError `companies.company_not_found`, also for a time before it was put on record
 */
export async function getCompany(
  { caller, now }: Context<UserCaller>,
  companyId: string,
  { asOf }: GetCompanyQuery,
): Promise<CompanyView> {
  if (!reaches(caller, companyId)) throw new AppError(companyNotFound);
  if (asOf !== undefined && asOf < now.toISOString()) {
    const then = await recordAt(companyId, asOf);
    if (!then) throw new AppError(companyNotFound);
    return toCompanyView(then);
  }
  const [company, member] = await getTogether(
    [companyRead(companyId), memberRead(companyId, caller.userId)],
    { consistent: true },
  );
  if (!company) throw new AppError(companyNotFound);
  return toCompanyView(company, member?.role);
}

/** Behind every other of the same moment. */
const lastRevision = 999_999_999;

/** How a company was on record at a time: since the last change until then. */
async function recordAt(companyId: string, at: string): Promise<Company | undefined> {
  const { data } = await CompanyHistory.query
    .history({ companyId })
    .lte({ at, revision: lastRevision })
    .go({ order: 'desc', limit: 1, consistent: true });
  return data[0]?.company as Company | undefined;
}
