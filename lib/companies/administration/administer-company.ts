import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { ownRead } from '../../identity/accounts/authors.ts';
import { userNotFound } from '../../identity/errors.ts';
import { find, getTogether } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { writeIf } from '../../model/write.ts';
import { companyClosed, companyNotFound } from '../errors.ts';
import { Companies, type Company } from '../membership/companies.entity.ts';
import { countJoined, countRole } from '../membership/company-counts.ts';
import { Members } from '../membership/members.entity.ts';
import { companyRead, memberRead, newMember } from '../membership/membership.ts';
import { changeRecord, nextVersion } from '../records/company-record.ts';
import { toCompanyView } from '../records/company-view.ts';
import type { CompanyView } from '../records/schema.ts';
import type { AdministerCompanyInput } from './schema.ts';

/**
 * Suspends a company or makes it active again, or gives it an owner. One that is closed and becomes
 * active claims its numbers again.
 *
 * @throws AppError `companies.company_not_found` · `companies.company_closed` when it is to be
 *   suspended · `companies.business_number_taken` · `companies.corporate_number_taken` ·
 *   `companies.stock_code_taken` · `companies.dart_code_taken` · `identity.user_not_found` ·
 *   `companies.too_many_members`
 */
export function administerCompany(
  ctx: Context<UserCaller>,
  companyId: string,
  { ownerId, status = 'active', reason = '' }: AdministerCompanyInput,
): Promise<CompanyView> {
  return ownerId === undefined
    ? setStatus(ctx, companyId, { status, reason })
    : giveOwner(ctx, companyId, ownerId);
}

function setStatus(
  ctx: Context<UserCaller>,
  companyId: string,
  { status, reason }: { status: 'active' | 'suspended'; reason: string },
): Promise<CompanyView> {
  return retry(async (again) => {
    const company = await find(Companies, { companyId });
    if (!company) throw new AppError(companyNotFound);
    if (company.status === status) return toCompanyView(company);
    if (company.status === 'closed' && status === 'suspended') throw new AppError(companyClosed);
    const isActive = status === 'active';
    const updated: Company = nextVersion(
      company,
      { status, statusReason: isActive ? null : reason, ...(isActive && { closedAt: null }) },
      ctx.now,
    );
    const action = isActive ? 'reopened' : 'suspended';
    return ctx.commit(
      changeRecord(company, updated, { actorId: ctx.caller.userId, action, reason }, again),
      toCompanyView(updated),
    );
  });
}

function giveOwner(
  ctx: Context<UserCaller>,
  companyId: string,
  userId: string,
): Promise<CompanyView> {
  return retry(async (again) => {
    const [company, user, member] = await getTogether(
      [companyRead(companyId), ownRead(userId), memberRead(companyId, userId)],
      { consistent: true },
    );
    if (!company) throw new AppError(companyNotFound);
    if (!user) throw new AppError(userNotFound);
    const view = toCompanyView(company);
    if (member?.role === 'owner') return view;
    if (!member) {
      const joinedAt = ctx.now.toISOString();
      return ctx.commit(
        [
          newMember({ companyId, userId, role: 'owner', joinedAt }, again),
          countJoined<CompanyView>(companyId, 'owner'),
        ],
        view,
      );
    }
    const promotion = Members.patch({ companyId, userId })
      .set({ role: 'owner', ownOnly: false })
      .where((is, { eq }) => eq(is.role, member.role));
    return ctx.commit(
      [writeIf(promotion, again), ...countRole<CompanyView>(companyId, member.role, 'owner')],
      view,
    );
  });
}
