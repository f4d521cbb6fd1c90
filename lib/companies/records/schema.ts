import * as z from 'zod';
import type { InputFault } from '../../errors/app-error.ts';
import { exampleId, id } from '../../schema/ids.ts';
import { phone } from '../../schema/phone.ts';
import { ruled } from '../../schema/rule.ts';
import { text } from '../../schema/text.ts';
import { timestamp } from '../../schema/time.ts';
import { companyTypes, markets } from '../membership/company-kinds.ts';
import { companyRoles, companyStatuses } from '../membership/roles.ts';
import {
  businessNumberForm,
  corporateNumberForm,
  digitsOf,
  hasCorporateCheckDigit,
  isBusinessNumber,
} from './identifiers.ts';
import { industryCodeForm, isIndustryCode } from './industry.ts';

type Market = (typeof markets)[number];

/** Where a share has a code. */
const exchanges: readonly (Market | null | undefined)[] = ['kospi', 'kosdaq', 'konex'];
const listingRequired = 'must stand with the market kospi, kosdaq or konex';

const name = text({ min: 1, max: 120, isName: true });

const companyType = z.enum(companyTypes).meta({ example: 'corporation' });

const businessNumber = z
  .string()
  .regex(businessNumberForm, { error: 'must be ten digits, or as in 124-81-00998', abort: true })
  .transform(digitsOf)
  .pipe(z.string().refine(isBusinessNumber, ruled('format', 'must have the right check digit')))
  .meta({
    description: 'Business registration number; kept as ten digits',
    example: '124-81-00998',
  });

const corporateNumber = z
  .string()
  .regex(corporateNumberForm, 'must be thirteen digits, or as in 130111-0006246')
  .transform(digitsOf)
  .meta({
    description:
      'Corporate registration number; kept as thirteen digits. One without the right check digit is taken, with a warning.',
    example: '130111-0006246',
  });

const stockCode = z
  .string()
  .regex(/^[0-9A-Z]{6}$/, 'must be 6 of 0–9 and A–Z')
  .meta({
    description: 'Only of a company on the market `kospi`, `kosdaq` or `konex`',
    example: '005930',
  });

const dartCode = z
  .string()
  .regex(/^\d{8}$/, 'must be eight digits')
  .meta({ description: 'Code in the disclosure system DART', example: '00126380' });

const market = z.enum(markets).meta({ example: 'kospi' });

const industryCode = z
  .string()
  .regex(industryCodeForm, { error: 'must be a letter from A to U, or 2–5 digits', abort: true })
  .refine(isIndustryCode, ruled('enum', 'must be a code of KSIC, revision 11'))
  .meta({
    description:
      'Code of the Korean Standard Industrial Classification, revision 11: of a section, a division, a group, a class or a sub-class',
    example: '26410',
  });

const representative = text({ min: 1, max: 100, isName: true });

const address = text({ min: 1, max: 300 });

const earliestDate = '1800-01-01';

const establishedOn = z.iso
  .date({ error: 'must be a date that exists, as in 1998-02-28', abort: true })
  .refine((date) => date >= earliestDate, ruled('min', `must not be before ${earliestDate}`))
  .meta({ description: `From ${earliestDate} to tomorrow in UTC`, example: '1998-02-28' });

/** A month; its end is that of the fiscal year. */
const fiscalMonth = z
  .int()
  .min(1)
  .max(12)
  .meta({ description: 'Month in which the fiscal year ends', example: 12 });

const employees = z.int().min(0).max(10_000_000).meta({ example: 1834 });

const isNoWebAddress = ruled('format', 'must be an http or https address without credentials');

/** Kept as it was given. */
const webAddress = text({ min: 1, max: 2048, maxBytes: 8192, isName: true })
  .pipe(z.string().refine(isWebAddress, isNoWebAddress))
  .meta({ format: 'uri' });

/** A backslash is in no address: browsers take it for a slash, others for a part of a name. */
function isWebAddress(written: string): boolean {
  if (!/^https?:\/\/[^\s\\]+$/i.test(written) || !URL.canParse(written)) return false;
  const { username, password } = new URL(written);
  return username === '' && password === '';
}

const fields = {
  name: name.meta({ example: '별빛전자' }),
  englishName: name.meta({ example: 'Byeolbit Electronics Co., Ltd.' }),
  companyType,
  businessNumber,
  corporateNumber,
  stockCode,
  dartCode,
  market,
  industryCode,
  representative: representative.meta({ example: '나혜석' }),
  address: address.meta({ example: '경기도 성남시 분당구 판교역로 235' }),
  establishedOn,
  fiscalMonth,
  employees,
  phone,
  fax: phone.meta({ example: '031-600-1235' }),
  website: webAddress.meta({ example: 'https://byeolbit.example.com' }),
  irUrl: webAddress.meta({
    description: 'Where the company tells its investors',
    example: 'https://byeolbit.example.com/ir',
  }),
};

/** All fields of the record that people write. */
export const recordFieldNames = Object.keys(fields) as (keyof typeof fields)[];

/** A record as somebody sends it; parsed, it is as it is kept. */
export const createCompanyInput = z
  .strictObject({
    name: fields.name,
    englishName: fields.englishName.optional(),
    companyType,
    businessNumber: businessNumber.optional(),
    corporateNumber: corporateNumber.optional(),
    stockCode: stockCode.optional(),
    dartCode: dartCode.optional(),
    market: market.optional(),
    industryCode: industryCode.optional(),
    representative: fields.representative.optional(),
    address: fields.address.optional(),
    establishedOn: establishedOn.optional(),
    fiscalMonth: fiscalMonth.optional(),
    employees: employees.optional(),
    phone: fields.phone.optional(),
    fax: fields.fax.optional(),
    website: fields.website.optional(),
    irUrl: fields.irUrl.optional(),
  })
  .refine(isListed, { path: ['stockCode'], ...ruled('custom', listingRequired) });

/** The fields of a company's record, as they are kept. */
export type RecordFields = z.output<typeof createCompanyInput>;

/** `null` takes a field away. What stands together in the resulting record is for the verb to check. */
export const updateCompanyInput = z
  .strictObject({
    name: fields.name.optional(),
    englishName: fields.englishName.nullish(),
    companyType: companyType.optional(),
    businessNumber: businessNumber.nullish(),
    corporateNumber: corporateNumber.nullish(),
    stockCode: stockCode.nullish(),
    dartCode: dartCode.nullish(),
    market: market.nullish(),
    industryCode: industryCode.nullish(),
    representative: fields.representative.nullish(),
    address: fields.address.nullish(),
    establishedOn: establishedOn.nullish(),
    fiscalMonth: fiscalMonth.nullish(),
    employees: employees.nullish(),
    phone: fields.phone.nullish(),
    fax: fields.fax.nullish(),
    website: fields.website.nullish(),
    irUrl: fields.irUrl.nullish(),
  })
  .meta({ minProperties: 1 });

export type UpdateCompanyInput = z.output<typeof updateCompanyInput>;

interface Listing {
  stockCode?: string | null | undefined;
  market?: Market | null | undefined;
}

function isListed({ stockCode: code, market: place }: Listing): boolean {
  return code === undefined || code === null || exchanges.includes(place);
}

/** What is wrong with the stock code of a record that results from a change. */
export function stockCodeFault(record: Listing): InputFault | undefined {
  if (isListed(record)) return undefined;
  return { path: 'body.stockCode', message: listingRequired, rule: 'custom' };
}

const dayMs = 24 * 3_600_000;

/**
 * What is wrong with a date of establishment, given the time: the latest is tomorrow in UTC, so that
 * whoever's today it is, anywhere on earth, can name it.
 */
export function establishedOnFault(
  date: string | null | undefined,
  now: Date,
): InputFault | undefined {
  const latest = new Date(now.getTime() + dayMs).toISOString().slice(0, 10);
  if (date === undefined || date === null || date <= latest) return undefined;
  return { path: 'body.establishedOn', message: `must not be after ${latest}`, rule: 'max' };
}

const companyWarning = z
  .object({
    code: z.enum(['corporate_number_check_digit']),
    path: z.string().meta({ description: 'Field of the record' }),
    message: z.string(),
  })
  .meta({ id: 'CompanyWarning' });

/** What is odd in a record and was taken nevertheless. */
export function warningsOf({
  corporateNumber: digits,
}: Pick<RecordFields, 'corporateNumber'>): z.input<typeof companyWarning>[] {
  if (digits === undefined || hasCorporateCheckDigit(digits)) return [];
  return [
    {
      code: 'corporate_number_check_digit',
      path: 'corporateNumber',
      message: 'The check digit is another; numbers given out since 2025 can have none',
    },
  ];
}

/** A company as somebody who is signed in sees it. */
export const companyView = z
  .object({
    id: id('company'),
    name: z.string(),
    englishName: z.string().optional(),
    companyType,
    businessNumber: z.string().optional().meta({ description: 'Ten digits' }),
    corporateNumber: z.string().optional().meta({ description: 'Thirteen digits' }),
    stockCode: z.string().optional(),
    dartCode: z.string().optional(),
    market: market.optional(),
    industryCode: z.string().optional().meta({ description: 'Of KSIC, revision 11' }),
    representative: z.string().optional(),
    address: z.string().optional(),
    establishedOn: z.iso.date().optional(),
    fiscalMonth: fiscalMonth.optional(),
    employees: z.int().optional(),
    phone: z.string().optional(),
    fax: z.string().optional(),
    website: z.string().optional(),
    irUrl: z.string().optional(),
    status: z.enum(companyStatuses),
    statusReason: z
      .string()
      .optional()
      .meta({ description: 'Why the company is suspended or closed' }),
    mailPaused: z
      .boolean()
      .optional()
      .meta({ description: 'Whether its mail is held back; shown to its admins' }),
    closedAt: timestamp.optional(),
    taxStatus: z
      .enum(['active', 'suspended', 'closed', 'unknown'])
      .optional()
      .meta({ description: 'What the tax service said of the business number' }),
    taxStatusCheckedAt: timestamp.optional(),
    taxClosedOn: z.iso
      .date()
      .optional()
      .meta({ description: 'When the business ended, as the tax service says' }),
    warnings: z.array(companyWarning),
    logoUrl: z.url().optional(),
    role: z.enum(companyRoles).optional().meta({ description: 'Of the caller, who is a member' }),
    createdAt: timestamp,
    updatedAt: timestamp,
    version: z.int().meta({ description: 'Counts the changes that people make' }),
  })
  .meta({ id: 'Company' });

export type CompanyView = z.input<typeof companyView>;

export const exampleCompany = {
  id: exampleId('company'),
  name: '별빛전자',
  companyType: 'corporation',
  businessNumber: '1248100998',
  corporateNumber: '1301110006246',
  industryCode: '26410',
  representative: '나혜석',
  establishedOn: '1998-02-28',
  employees: 1834,
  status: 'active',
  warnings: [],
  role: 'owner',
  createdAt: '2026-11-21T09:00:00.000Z',
  updatedAt: '2026-11-21T09:00:00.000Z',
  version: 1,
} as const satisfies CompanyView;

export const searchCompaniesQuery = z.strictObject({
  query: text({ min: 1, max: 100 }).optional().meta({
    description:
      'How a word of the name or the English name begins; Korean initial consonants find syllables that begin so.',
    example: 'ㅂㅂㅈㅈ',
  }),
  businessNumber: businessNumber.optional(),
  corporateNumber: corporateNumber.optional(),
  stockCode: stockCode.optional(),
  industryCode: industryCode
    .optional()
    .meta({ description: 'An industry, or a wider one: `C`, `26`, `264`', example: 'C' }),
  market: market.optional(),
  companyType: companyType.optional(),
  mine: z
    .literal('true')
    .transform(() => true as const)
    .optional()
    .meta({ description: 'Companies of which the caller is a member' }),
});

export type SearchCompaniesQuery = z.output<typeof searchCompaniesQuery>;

const isNoTime = 'must be a time by RFC 3339, as in 2026-11-21T09:00:00Z';
const mostOfTime = 64;

export const getCompanyQuery = z.strictObject({
  asOf: z
    .string()
    .max(mostOfTime, { error: isNoTime, abort: true })
    // RFC 3339 has seconds; ISO 8601 can do without.
    .regex(/T\d{2}:\d{2}:\d{2}/, { error: isNoTime, abort: true })
    .pipe(z.iso.datetime({ offset: true, error: isNoTime }))
    .transform((written) => new Date(written).toISOString())
    // A time zone can lead out of the years that have four digits.
    .pipe(z.iso.datetime({ precision: 3, error: isNoTime }))
    .optional()
    .meta({
      description: 'The record as it was recorded at this time',
      format: 'date-time',
      example: '2026-11-21T18:00:00+09:00',
    }),
});

export type GetCompanyQuery = z.output<typeof getCompanyQuery>;

export const closeCompanyInput = z.strictObject({
  reason: text({ min: 1, max: 500 }).meta({ example: '별빛홀딩스와 합병' }),
});

export type CloseCompanyInput = z.output<typeof closeCompanyInput>;

/** A change of a record. */
export const historyEntryView = z
  .object({
    version: z.int().meta({ description: 'Of the record after it' }),
    at: timestamp,
    actorId: z.string().meta({ description: 'A user, or `system:<name>`' }),
    action: z.enum(['created', 'updated', 'closed', 'suspended', 'reopened', 'tax_checked']),
    reason: z.string().optional(),
    changes: z
      .record(z.string(), z.object({ before: z.unknown(), after: z.unknown() }))
      .meta({ description: 'What changed, by field; `null` where there was or is nothing' }),
  })
  .meta({ id: 'CompanyHistoryEntry' });

export type HistoryEntryView = z.input<typeof historyEntryView>;
