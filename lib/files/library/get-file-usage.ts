import type { UserCaller } from '../../caller.ts';
import { findMembership } from '../../companies/membership/membership.ts';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { find } from '../../model/read.ts';
import { requireUnbound } from './credentials.ts';
import { FileUsage } from './file-usage.entity.ts';
import type { FileUsageView, OwnerQuery } from './schema.ts';

/**
 * What the caller's own files take and may take, or those of a company.
 *
 * @throws AppError `auth.key_bound_to_company` · `companies.company_not_found`
 */
export async function getFileUsage(
  { caller }: Context<UserCaller>,
  { companyId }: OwnerQuery,
): Promise<FileUsageView> {
  if (companyId === undefined) requireUnbound(caller);
  else await findMembership(caller, companyId);
  const usage = await find(FileUsage, { ownerId: companyId ?? caller.userId });
  return { bytes: usage?.bytes ?? 0, files: usage?.files ?? 0, quotaBytes: config.fileQuotaBytes };
}
