import { isDeepStrictEqual } from 'node:util';
import { versionMismatch } from '../../errors/request-errors.ts';
import { writeIf } from '../../model/write.ts';
import { patched } from '../../schema/patch.ts';
import {
  type MemberContext,
  requireCurrent,
  type WritingMembership,
} from '../membership/membership.ts';
import { CompanySettings, type Settings } from './company-settings.entity.ts';
import type { CompanySettingsView, UpdateCompanySettingsInput } from './schema.ts';
import { readSettings } from './settings.ts';

/**
 * Changes the settings of the company as they were in `version`; `null` takes one away.
 *
 * @throws AppError `request.version_mismatch` · `companies.company_closed` ·
 *   `companies.company_suspended`
 */
export async function updateCompanySettings(
  ctx: MemberContext<WritingMembership>,
  changes: UpdateCompanySettingsInput,
  version: number,
): Promise<CompanySettingsView> {
  const { companyId } = ctx.member;
  const settings = await readSettings(companyId);
  requireCurrent(ctx.member, settings, version);
  const changed = patched<Settings>(settings, changes);
  // What changes nothing is no version of its own.
  if (isDeepStrictEqual(changed, settings)) return ctx.commit([], settings);
  const updated = { ...changed, version: version + 1 };
  const change = CompanySettings.put({ ...updated, companyId }).where((is, { eq, notExists }) =>
    // Those that nobody has changed yet are not there.
    version === 1 ? notExists(is.version) : eq(is.version, version),
  );
  return ctx.commit([writeIf(change, versionMismatch)], updated);
}
