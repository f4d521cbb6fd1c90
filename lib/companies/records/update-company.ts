import { AppError } from '../../errors/app-error.ts';
import { invalidRequest, versionMismatch } from '../../errors/request-errors.ts';
import type { MemberContext, WritingMembership } from '../membership/membership.ts';
import { changeRecord, changesOf, nextVersion } from './company-record.ts';
import { toCompanyView } from './company-view.ts';
import { requireEstablished } from './established-on.ts';
import { readOpenCompany } from './open-company.ts';
import { type CompanyView, stockCodeFault, type UpdateCompanyInput } from './schema.ts';

/**
 * Changes the record of a company as it was in `version`; `null` takes a field away. What changes
 * nothing is no version of its own.
 *
 * @throws AppError `request.version_mismatch` · `companies.company_closed` ·
 *   `companies.company_suspended` · `request.invalid` · `companies.business_number_taken` ·
 *   `companies.corporate_number_taken` · `companies.stock_code_taken` · `companies.dart_code_taken`
 */
export async function updateCompany(
  ctx: MemberContext<WritingMembership>,
  changes: UpdateCompanyInput,
  version: number,
): Promise<CompanyView> {
  requireEstablished(changes, ctx.now);
  const company = await readOpenCompany(ctx.member, version);
  const updated = nextVersion(company, changes, ctx.now);
  const fault = stockCodeFault(updated);
  if (fault) throw new AppError(invalidRequest, { errors: [fault] });
  const isSame = Object.keys(changesOf(company, updated)).length === 0;
  if (isSame) return ctx.commit([], toCompanyView(company, ctx.member.role));
  const change = { actorId: ctx.caller.userId, action: 'updated' } as const;
  return ctx.commit(
    changeRecord(company, updated, change, versionMismatch),
    toCompanyView(updated, ctx.member.role),
  );
}
