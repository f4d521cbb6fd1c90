import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { companyNotFound } from '../errors.ts';
import { Companies, type Company } from '../membership/companies.entity.ts';
import { requireCurrent, type WritingMembership } from '../membership/membership.ts';

/**
 * The company of a member who changes its record, as they saw it.
 *
 * @throws AppError `request.version_mismatch` · `companies.company_closed` ·
 *   `companies.company_suspended`
 */
export async function readOpenCompany(
  member: WritingMembership,
  version: number,
): Promise<Company> {
  const company = await find(Companies, { companyId: member.companyId });
  if (!company) throw new AppError(companyNotFound);
  requireCurrent({ ...member, companyStatus: company.status }, company, version);
  return company;
}
