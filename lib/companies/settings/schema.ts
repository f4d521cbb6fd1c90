import * as z from 'zod';
import { address } from '../../identity/accounts/address.ts';
import { locale, timeZone } from '../../schema/locale.ts';
import { ruled } from '../../schema/rule.ts';
import { text } from '../../schema/text.ts';
import { weekdays } from './weekdays.ts';

const mostHolidays = 400;

/** All of them are one item, which holds 400 KB. */
const mostNameBytes = 240;

const date = z.iso.date('must be a date, as in 2027-05-05').meta({ example: '2027-05-05' });

const workingDays = z
  .array(z.enum(weekdays))
  .min(1, 'must name a day')
  .max(weekdays.length)
  .transform((given) => weekdays.filter((day) => given.includes(day)))
  .meta({ description: 'In any order', example: ['mon', 'tue', 'wed', 'thu', 'fri'] });

const holidays = z
  .array(
    z.strictObject({
      date,
      name: text({ min: 1, max: 80, maxBytes: mostNameBytes }).meta({ example: '어린이날' }),
    }),
  )
  .max(mostHolidays)
  .refine(
    (given) => new Set(given.map((holiday) => holiday.date)).size === given.length,
    ruled('custom', 'must name each date once'),
  )
  .transform((given) => given.toSorted((one, other) => (one.date < other.date ? -1 : 1)))
  .meta({ description: 'All of them; substitute holidays come by decree, so none is built in' });

export const updateCompanySettingsInput = z
  .strictObject({
    timeZone: timeZone.optional(),
    locale: locale.optional(),
    workingDays: workingDays.optional(),
    holidays: holidays.optional(),
    mailFromName: text({ min: 1, max: 80, isName: true }).nullish(),
    mailReplyTo: address.nullish(),
  })
  .meta({ minProperties: 1 });

export type UpdateCompanySettingsInput = z.output<typeof updateCompanySettingsInput>;

export const companySettingsView = z
  .object({
    timeZone: z.string().meta({ description: 'IANA' }),
    locale: z.string().meta({ description: 'BCP 47' }),
    workingDays: z.array(z.enum(weekdays)),
    holidays: z.array(z.object({ date, name: z.string() })).meta({ description: 'By date' }),
    mailFromName: z.string().optional(),
    mailReplyTo: z.string().optional(),
    version: z.int(),
  })
  .meta({ id: 'CompanySettings' });

export type CompanySettingsView = z.input<typeof companySettingsView>;

export const exampleCompanySettings = {
  timeZone: 'Asia/Seoul',
  locale: 'ko-KR',
  workingDays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  holidays: [{ date: '2027-05-05', name: '어린이날' }],
  version: 2,
} as const;
