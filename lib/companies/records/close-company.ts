import { versionMismatch } from '../../errors/request-errors.ts';
import type { MemberContext, WritingMembership } from '../membership/membership.ts';
import { closed, closing } from './closing.ts';
import { toCompanyView } from './company-view.ts';
import { readOpenCompany } from './open-company.ts';
import type { CloseCompanyInput, CompanyView } from './schema.ts';

/**
 * Closes a company as it was in `version`. Its record stays to be read, its numbers are free for
 * others, and a worker ends its open invitations.
 *
 * @throws AppError `request.version_mismatch` · `companies.company_closed` ·
 *   `companies.company_suspended`
 */
export async function closeCompany(
  ctx: MemberContext<WritingMembership>,
  { reason }: CloseCompanyInput,
  version: number,
): Promise<CompanyView> {
  const company = await readOpenCompany(ctx.member, version);
  return ctx.commit(
    closing(company, reason, ctx, versionMismatch),
    toCompanyView(closed(company, reason, ctx.now), ctx.member.role),
  );
}
