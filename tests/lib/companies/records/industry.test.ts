import { industryPrefixesOf, isIndustryCode } from '../../../../lib/companies/records/industry.ts';

const digits = Array.from('0123456789');

/** All codes below one, one level further down. */
const below = (codes: readonly string[]) =>
  codes.flatMap((code) => digits.map((digit) => code + digit)).filter(isIndustryCode);

const sections = Array.from('ABCDEFGHIJKLMNOPQRSTU');
const divisions = below(digits);
const groups = below(divisions);
const classes = below(groups);
const subclasses = below(classes);

describe('industry codes', () => {
  it('are as many as revision 11 has of each level', () => {
    expect(sections.filter(isIndustryCode)).toHaveLength(21);
    expect(divisions).toHaveLength(77);
    expect(groups).toHaveLength(234);
    expect(classes).toHaveLength(501);
    expect(subclasses).toHaveLength(1205);
  });

  it('have others below them, down to five digits', () => {
    for (const [wide, narrow] of [
      [divisions, groups],
      [groups, classes],
      [classes, subclasses],
    ] as const) {
      expect(wide.filter((code) => !narrow.some((each) => each.startsWith(code)))).toEqual([]);
    }
  });

  it.each([
    ['electric cars', '30122'],
    ['dental implants', '27193'],
    ['pet food', '10901'],
    ['the first', '01110'],
    ['the last', '99009'],
  ])('hold %s', (_, code) => {
    expect(isIndustryCode(code)).toBe(true);
  });

  it.each([
    ['a number of revision 10 that is no more', '10742'],
    ['another of them', '56194'],
    ['a division that is not', '04'],
    ['a division between two sections', '67'],
    ['a group that is not', '269'],
    ['a class that is not', '2649'],
    ['a sub-class that is not', '26411'],
    ['digits within the entry of a class', '1212'],
    ['a letter after U', 'V'],
    ['a small letter', 'c'],
    ['a section and a division', 'C26'],
    ['one digit', '1'],
    ['six digits', '264100'],
    ['a letter at the end', '6201X'],
    ['full-width digits', '２６'],
    ['Arabic digits', '٢٦'],
    ['a line break at the end', '26\n'],
    ['a NUL at the end', '26\u0000'],
    ['a pattern', '2.'],
    ['nothing', ''],
  ])('do not hold %s', (_, code) => {
    expect(isIndustryCode(code)).toBe(false);
  });
});

describe('codes by which an industry is found', () => {
  it.each([
    ['26410', ['C', '26', '264', '2641', '26410']],
    ['2641', ['C', '26', '264', '2641']],
    ['264', ['C', '26', '264']],
    ['26', ['C', '26']],
    ['C', ['C']],
    ['U', ['U']],
    ['01', ['A', '01']],
    ['99', ['U', '99']],
  ])('of %s', (code, prefixes) => {
    expect(industryPrefixesOf(code)).toEqual(prefixes);
  });

  it('are codes themselves, and begin with the section', () => {
    const divisionsOf = new Map<string, string[]>();
    for (const division of divisions) {
      const [section = '', ...rest] = industryPrefixesOf(division);
      expect(rest).toEqual([division]);
      divisionsOf.set(section, [...(divisionsOf.get(section) ?? []), division]);
    }
    expect(
      [...divisionsOf].map(([section, [first, ...rest]]) => [section, first, rest.at(-1)]),
    ).toEqual([
      ['A', '01', '03'],
      ['B', '05', '08'],
      ['C', '10', '34'],
      ['D', '35', undefined],
      ['E', '36', '39'],
      ['F', '41', '42'],
      ['G', '45', '47'],
      ['H', '49', '52'],
      ['I', '55', '56'],
      ['J', '58', '63'],
      ['K', '64', '66'],
      ['L', '68', undefined],
      ['M', '70', '73'],
      ['N', '74', '76'],
      ['O', '84', undefined],
      ['P', '85', undefined],
      ['Q', '86', '87'],
      ['R', '90', '91'],
      ['S', '94', '96'],
      ['T', '97', '98'],
      ['U', '99', undefined],
    ]);
    expect(subclasses.flatMap(industryPrefixesOf).filter((code) => !isIndustryCode(code))).toEqual(
      [],
    );
  });
});
