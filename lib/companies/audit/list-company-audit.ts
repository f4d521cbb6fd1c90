import { listAuditEntries } from '../../platform/audit/list-audit-entries.ts';
import type { AuditEntryView, AuditQuery } from '../../platform/audit/schema.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import type { MemberContext } from '../membership/membership.ts';

/** Who did what in the company, the newest first. */
export const listCompanyAudit = (
  ctx: MemberContext,
  query: AuditQuery,
  page: PageRequest,
): Promise<Page<AuditEntryView>> =>
  listAuditEntries(ctx, { ...query, companyId: ctx.member.companyId }, page);
