import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { newId } from '../../ids.ts';
import { impossible, writeIf } from '../../model/write.ts';
import { patched } from '../../schema/patch.ts';
import type { Company } from '../membership/companies.entity.ts';
import { CompanyCounts } from '../membership/company-counts.entity.ts';
import { newMember } from '../membership/membership.ts';
import { createRecord } from './company-record.ts';
import { toCompanyView } from './company-view.ts';
import { requireEstablished } from './established-on.ts';
import type { CompanyView, RecordFields } from './schema.ts';

/**
 * Puts a company on record. The caller becomes its owner.
 *
 * @throws AppError `request.invalid` · `companies.business_number_taken` ·
 *   `companies.corporate_number_taken` · `companies.stock_code_taken` · `companies.dart_code_taken`
 */
export function createCompany(
  ctx: Context<UserCaller>,
  fields: RecordFields,
): Promise<CompanyView> {
  requireEstablished(fields, ctx.now);
  const companyId = newId('company', ctx.now);
  const { userId } = ctx.caller;
  const at = ctx.now.toISOString();
  const company: Company = {
    ...(patched({}, fields) as Company),
    companyId,
    status: 'active',
    createdAt: at,
    updatedAt: at,
    version: 1,
    revision: 1,
  };
  const counts = CompanyCounts.create({ companyId, members: 1, owners: 1 });
  return ctx.commit(
    [
      ...createRecord(company, { actorId: userId, action: 'created' }),
      writeIf(counts, impossible),
      newMember({ companyId, userId, role: 'owner', joinedAt: at }, impossible),
    ],
    toCompanyView(company, 'owner'),
  );
}
