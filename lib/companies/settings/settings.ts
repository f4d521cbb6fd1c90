import { find } from '../../model/read.ts';
import { CompanySettings, type Settings } from './company-settings.entity.ts';

/** Those of a company that has changed none. */
export const defaultSettings: Settings = {
  timeZone: 'Asia/Seoul',
  locale: 'ko-KR',
  workingDays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  holidays: [],
  version: 1,
};

/** By what calendar a company works, and how its mail is addressed. */
export async function readSettings(companyId: string): Promise<Settings> {
  const found = await find(CompanySettings, { companyId });
  if (!found) return defaultSettings;
  const { companyId: _, ...settings } = found;
  return settings as Settings;
}
