import type { MemberContext } from '../membership/membership.ts';
import type { CompanySettingsView } from './schema.ts';
import { readSettings } from './settings.ts';

/** The settings of the company. */
export const getCompanySettings = ({
  member: { companyId },
}: MemberContext): Promise<CompanySettingsView> => readSettings(companyId);
