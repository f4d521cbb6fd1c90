import * as fc from 'fast-check';
import {
  closeCompanyInput,
  companyView,
  createCompanyInput,
  establishedOnFault,
  exampleCompany,
  getCompanyQuery,
  historyEntryView,
  recordFieldNames,
  searchCompaniesQuery,
  stockCodeFault,
  updateCompanyInput,
  warningsOf,
} from '../../../../lib/companies/records/schema.ts';

const least = { name: '별빛전자', companyType: 'corporation' } as const;

const full = {
  name: '별빛전자',
  englishName: 'Byeolbit Electronics Co., Ltd.',
  companyType: 'corporation',
  businessNumber: '1248100998',
  corporateNumber: '1301110006246',
  stockCode: '00593K',
  dartCode: '00126380',
  market: 'kosdaq',
  industryCode: '26410',
  representative: '나혜석',
  address: '경기도 성남시 분당구 판교역로 235, 에이치스퀘어 N동 4층',
  establishedOn: '1998-02-28',
  fiscalMonth: 12,
  employees: 1834,
  phone: '031-600-1234',
  fax: '+82 (0)31-600-1235',
  website: 'https://byeolbit.example.com',
  irUrl: 'HTTP://byeolbit.example.com:8080/ir?lang=ko&x=%20#top',
} as const;

const faultsOf = (schema: typeof createCompanyInput | typeof updateCompanyInput, input: unknown) =>
  schema.safeParse(input).error?.issues.map(({ path }) => path.join('.'));

/** A field, and what it can be set to neither at first nor later. */
const refused: [field: keyof typeof full, value: unknown][] = [
  ['name', ''],
  ['name', '   '],
  ['name', '\u3164'],
  ['name', 7],
  ['name', null],
  ['name', '가'.repeat(121)],
  ['name', 'two\nlines'],
  ['name', 'NUL\u0000'],
  ['name', 'half \ud83d'],
  ['name', 'turned \u202e'],
  ['englishName', ''],
  ['englishName', 'a'.repeat(121)],
  ['companyType', 'empire'],
  ['companyType', 'Corporation'],
  ['companyType', 5],
  ['companyType', null],
  ['businessNumber', ''],
  ['businessNumber', '1248100997'],
  ['businessNumber', '124-8100998'],
  ['businessNumber', '12481-00998'],
  ['businessNumber', '123-45-67890'],
  ['businessNumber', '１２４８１００９９８'],
  ['businessNumber', '١٢٤٨١٠٠٩٩٨'],
  ['businessNumber', '1248100998\u0000'],
  ['businessNumber', 1248100998],
  ['corporateNumber', ''],
  ['corporateNumber', '130111000624'],
  ['corporateNumber', '13011100062460'],
  ['corporateNumber', '1301110-006246'],
  ['corporateNumber', '110111ABCDEFG'],
  ['stockCode', '12345'],
  ['stockCode', '1234567'],
  ['stockCode', '00593k'],
  ['stockCode', ''],
  ['dartCode', '1234567'],
  ['dartCode', '123456789'],
  ['dartCode', ''],
  ['market', 'nasdaq'],
  ['market', 'KOSPI'],
  ['market', ''],
  ['industryCode', 'Z'],
  ['industryCode', '1'],
  ['industryCode', '6201X'],
  ['industryCode', '9999999'],
  ['industryCode', '04'],
  ['industryCode', '26411'],
  ['industryCode', ''],
  ['representative', ''],
  ['representative', 'a'.repeat(101)],
  ['address', ''],
  ['address', 'a'.repeat(301)],
  ['establishedOn', '2023-02-29'],
  ['establishedOn', '1900-02-29'],
  ['establishedOn', '19980228'],
  ['establishedOn', '1998-02-28T00:00:00Z'],
  ['establishedOn', '1998-2-28'],
  ['establishedOn', '1799-12-31'],
  ['establishedOn', '0000-01-01'],
  ['establishedOn', ''],
  ['fiscalMonth', 0],
  ['fiscalMonth', 13],
  ['fiscalMonth', 3.5],
  ['fiscalMonth', '3'],
  ['employees', -1],
  ['employees', 1.5],
  ['employees', 10_000_001],
  ['employees', '12'],
  ['phone', 'call me'],
  ['phone', '12'],
  ['phone', ''],
  ['fax', '031-600-1235 '.repeat(2)],
  ['website', 'javascript:alert(1)'],
  ['website', 'not a url'],
  ['website', ''],
  ['website', '//byeolbit.example.com'],
  ['website', 'byeolbit.example.com'],
  ['website', 'https:byeolbit.example.com'],
  ['website', 'https://'],
  ['website', 'ftp://byeolbit.example.com'],
  ['website', 'https://kim@byeolbit.example.com'],
  ['website', 'https://kim:secret@byeolbit.example.com'],
  ['website', 'https://:secret@byeolbit.example.com'],
  ['website', 'https://evil.example\\@byeolbit.example.com'],
  ['website', 'https://byeolbit.example.com/a b'],
  ['website', 'https://byeolbit.example.com/\u0000'],
  ['website', 'https://byeolbit.example.com/\tx'],
  ['website', 'https://byeolbit.example.com:99999'],
  ['website', 'https://byeolbit.example.com/\u202e'],
  ['website', `https://byeolbit.example.com/${'a'.repeat(2020)}`],
  ['irUrl', 'data:text/html,hi'],
  ['irUrl', 7],
];

describe('the record of a company', () => {
  it('is taken with the two fields that it needs, and with all', () => {
    expect(createCompanyInput.parse(least)).toEqual(least);
    expect(createCompanyInput.parse(full)).toEqual(full);
    expect(updateCompanyInput.parse(full)).toEqual(full);
  });

  it('has no other fields than these, in this order', () => {
    expect(recordFieldNames).toEqual(Object.keys(full));
    expect(Object.keys(createCompanyInput.shape)).toEqual(recordFieldNames);
    expect(Object.keys(updateCompanyInput.shape)).toEqual(recordFieldNames);
    expect(Object.keys(companyView.shape)).toEqual(expect.arrayContaining(recordFieldNames));
  });

  it.each(['name', 'companyType'] as const)('needs its %s', (field) => {
    const { [field]: _, ...rest } = full;
    expect(faultsOf(createCompanyInput, rest)).toEqual([field]);
  });

  it.each(refused)('has no %s %j', (field, value) => {
    expect(faultsOf(createCompanyInput, { ...full, [field]: value })).toEqual([field]);
    expect(faultsOf(updateCompanyInput, { [field]: value })).toEqual([field]);
  });

  it.each(['id', 'status', 'taxStatus', 'warnings', 'role', 'version', 'ownerId', 'mailPaused'])(
    'is not told its %s',
    (field) => {
      expect(createCompanyInput.safeParse({ ...least, [field]: 'x' }).success).toBe(false);
      expect(updateCompanyInput.safeParse({ [field]: 'x' }).success).toBe(false);
    },
  );

  it('loses by null what it can be without', () => {
    const { name, companyType, ...optional } = full;
    const removed = Object.fromEntries(Object.keys(optional).map((field) => [field, null]));
    expect(updateCompanyInput.parse(removed)).toEqual(removed);
    expect(faultsOf(createCompanyInput, { name, companyType, ...removed })).toEqual(
      Object.keys(removed),
    );
    expect(updateCompanyInput.parse({})).toEqual({});
  });

  it('is kept with plain digits and normalised texts', () => {
    const written = {
      ...full,
      name: ' 별빛전자 '.normalize('NFD'),
      businessNumber: '124-81-00998',
      corporateNumber: '130111-0006246',
    };
    expect(createCompanyInput.parse(written)).toEqual(full);
    expect(updateCompanyInput.parse(written)).toEqual(full);
  });

  it.each([
    ['employees', 0],
    ['employees', 10_000_000],
    ['fiscalMonth', 1],
    ['establishedOn', '1800-01-01'],
    ['establishedOn', '2000-02-29'],
    ['industryCode', 'U'],
    ['industryCode', '26'],
    ['name', '👩‍🔬'.repeat(120)],
    ['address', '가'.repeat(300)],
    ['website', `https://byeolbit.example.com/${'a'.repeat(2019)}`],
    ['website', 'https://별빛.example/소개'],
    ['website', 'https://[2001:db8::1]/@kim'],
  ])('can have the %s %j', (field, value) => {
    expect(createCompanyInput.parse({ ...least, [field]: value })).toEqual({
      ...least,
      [field]: value,
    });
  });

  it('tells all faults at once', () => {
    expect(faultsOf(createCompanyInput, { name: '', employees: -1, market: 'nasdaq' })).toEqual([
      'name',
      'companyType',
      'market',
      'employees',
    ]);
  });
});

describe('a stock code', () => {
  it.each(['kospi', 'kosdaq', 'konex'] as const)('stands with the market %s', (market) => {
    expect(faultsOf(createCompanyInput, { ...least, stockCode: '005930', market })).toBeUndefined();
    expect(stockCodeFault({ stockCode: '005930', market })).toBeUndefined();
  });

  it.each(['other', undefined] as const)('does not stand with the market %s', (market) => {
    const listing = { stockCode: '005930', ...(market && { market }) };
    expect(faultsOf(createCompanyInput, { ...least, ...listing })).toEqual(['stockCode']);
    expect(stockCodeFault(listing)).toEqual({
      path: 'body.stockCode',
      message: expect.stringContaining('kospi'),
      rule: 'custom',
    });
  });

  it('is looked at in the record that results from a change', () => {
    expect(updateCompanyInput.safeParse({ stockCode: '005930' }).success).toBe(true);
    expect(stockCodeFault({ stockCode: '005930', market: null })).toBeDefined();
    expect(stockCodeFault({ stockCode: null, market: 'other' })).toBeUndefined();
    expect(stockCodeFault({ market: 'other' })).toBeUndefined();
    expect(stockCodeFault({})).toBeUndefined();
  });
});

describe('a date of establishment', () => {
  const fault = (date: string | null | undefined, now: string) =>
    establishedOnFault(date, new Date(now));

  it.each([
    ['2026-11-22', '2026-11-21T00:00:00.000Z'],
    ['2026-11-22', '2026-11-21T23:59:59.999Z'],
    ['2027-01-01', '2026-12-31T12:00:00.000Z'],
    ['2028-02-29', '2028-02-28T12:00:00.000Z'],
    ['1800-01-01', '2026-11-21T00:00:00.000Z'],
  ])('can be %s at %s', (date, now) => {
    expect(fault(date, now)).toBeUndefined();
  });

  it.each([
    ['2026-11-23', '2026-11-21T00:00:00.000Z'],
    ['2026-11-23', '2026-11-21T23:59:59.999Z'],
    ['2027-01-02', '2026-12-31T12:00:00.000Z'],
    ['9999-12-31', '2026-11-21T00:00:00.000Z'],
  ])('cannot be %s at %s', (date, now) => {
    expect(fault(date, now)).toEqual({
      path: 'body.establishedOn',
      message: expect.stringMatching(/^must not be after \d{4}-\d\d-\d\d$/),
      rule: 'max',
    });
  });

  it('can be none', () => {
    expect(fault(undefined, '2026-11-21T00:00:00.000Z')).toBeUndefined();
    expect(fault(null, '2026-11-21T00:00:00.000Z')).toBeUndefined();
  });

  it('can be today of whoever is furthest ahead', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('2000-01-01T00:00:00.000Z'),
          max: new Date('2100-01-01T00:00:00.000Z'),
          noInvalidDate: true,
        }),
        (now) => {
          const there = new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10);
          expect(establishedOnFault(there, now)).toBeUndefined();
        },
      ),
    );
  });
});

describe('warnings', () => {
  it('tell a corporate number without the check digit', () => {
    expect(warningsOf({ corporateNumber: '1301110006247' })).toEqual([
      {
        code: 'corporate_number_check_digit',
        path: 'corporateNumber',
        message: expect.any(String),
      },
    ]);
  });

  it('are none of one that has it, nor of none', () => {
    expect(warningsOf({ corporateNumber: '1301110006246' })).toEqual([]);
    expect(warningsOf({})).toEqual([]);
  });
});

describe('a search for companies', () => {
  it('takes numbers in both forms', () => {
    const plain = { businessNumber: '1248100998', corporateNumber: '1301110006246' };
    const written = { businessNumber: '124-81-00998', corporateNumber: '130111-0006246' };
    expect(searchCompaniesQuery.parse(plain)).toEqual(plain);
    expect(searchCompaniesQuery.parse(written)).toEqual(plain);
  });

  it('takes all filters together, and none', () => {
    const all = {
      query: 'ㅂㅂ',
      stockCode: '005930',
      industryCode: 'C',
      market: 'other',
      companyType: 'other',
      mine: 'true',
    };
    expect(searchCompaniesQuery.parse(all)).toEqual({ ...all, mine: true });
    expect(searchCompaniesQuery.parse({})).toEqual({});
  });

  it.each([
    ['mine', 'false'],
    ['mine', ''],
    ['mine', '1'],
    ['query', ''],
    ['query', ' '],
    ['query', 'a'.repeat(101)],
    ['industryCode', '2'],
    ['industryCode', 'Z'],
    ['market', 'nasdaq'],
    ['companyType', 'empire'],
    ['businessNumber', '1248'],
    ['corporateNumber', '1248'],
    ['dartCode', '00126380'],
    ['colour', 'red'],
  ])('does not take %s=%s', (name, value) => {
    expect(searchCompaniesQuery.safeParse({ [name]: value }).success).toBe(false);
  });
});

describe('the time as of which a record is read', () => {
  it.each([
    ['2026-11-21T09:00:00Z', '2026-11-21T09:00:00.000Z'],
    ['2026-11-21T09:00:00.5Z', '2026-11-21T09:00:00.500Z'],
    ['2026-11-21T09:00:00.123456789Z', '2026-11-21T09:00:00.123Z'],
    ['2026-11-21T18:00:00+09:00', '2026-11-21T09:00:00.000Z'],
    ['2026-11-21T00:15:00.25+05:45', '2026-11-20T18:30:00.250Z'],
    ['2026-11-20T21:00:00-12:00', '2026-11-21T09:00:00.000Z'],
    ['2024-02-29T23:59:59-00:00', '2024-02-29T23:59:59.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('is %s, which is %s', (asOf, utc) => {
    expect(getCompanyQuery.parse({ asOf })).toEqual({ asOf: utc });
  });

  it('is any time that clocks write, and can be left out', () => {
    expect(getCompanyQuery.parse({})).toEqual({});
    const time = fc.date({
      min: new Date('0000-01-01T00:00:00.000Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(time, (date) => {
        const asOf = date.toISOString();
        expect(getCompanyQuery.parse({ asOf })).toEqual({ asOf });
      }),
    );
  });

  it.each([
    'yesterday',
    '',
    '2026-11-21',
    '2026-11-21T09:00Z',
    '2026-11-21T09:00:00',
    '2026-11-21T18:00:00 09:00',
    '2026-11-21T18:00:00+0900',
    '2026-11-21T18:00:00+24:00',
    '2026-11-21 09:00:00Z',
    '2023-02-29T09:00:00Z',
    '2026-11-21T24:00:00Z',
    '2026-11-21T09:00:60Z',
    '2026-11-21T09:00:00.Z',
    '2026-11-21T09:00:00Z\n',
    '0000-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-01:00',
    '+010000-01-01T00:00:00Z',
    `2026-11-21T09:00:00.${'0'.repeat(100)}Z`,
    '1763715600000',
  ])('is not %j, which has one fault', (asOf) => {
    const { error } = getCompanyQuery.safeParse({ asOf });
    expect(error?.issues.map(({ path }) => path)).toEqual([['asOf']]);
  });
});

describe('the end of a company', () => {
  it('has a reason', () => {
    expect(closeCompanyInput.parse({ reason: ' 합병 ' })).toEqual({ reason: '합병' });
  });

  it.each([[{}], [{ reason: '' }], [{ reason: 'a'.repeat(501) }], [{ reason: 'x', at: 'y' }]])(
    'has more than %j',
    (input) => {
      expect(closeCompanyInput.safeParse(input).success).toBe(false);
    },
  );
});

describe('what is shown', () => {
  it('of a company has the shape of its view, and a record that is right', () => {
    expect(companyView.parse(exampleCompany)).toEqual(exampleCompany);
    const record = Object.fromEntries(
      Object.entries(exampleCompany).filter(([field]) =>
        recordFieldNames.some((name) => name === field),
      ),
    );
    expect(createCompanyInput.parse(record)).toEqual(record);
    expect(warningsOf(exampleCompany)).toEqual(exampleCompany.warnings);
  });

  it('of a change can be any value, and none', () => {
    const entry = {
      version: 1,
      at: '2026-11-21T09:00:00.000Z',
      actorId: 'system:check-company-statuses',
      action: 'created' as const,
      changes: {
        name: { before: null, after: '별빛전자' },
        employees: { before: 40, after: 275 },
        taxStatus: { before: 'active', after: null },
      },
    };
    expect(historyEntryView.parse(entry)).toEqual(entry);
  });
});
