import * as fc from 'fast-check';
import {
  businessNumberForm,
  corporateNumberForm,
  digitsOf,
  hasCorporateCheckDigit,
  isBusinessNumber,
} from '../../../../lib/companies/records/identifiers.ts';

const digit = fc.integer({ min: 0, max: 9 });
const digitsOfLength = (length: number) =>
  fc.array(digit, { minLength: length, maxLength: length }).map((digits) => digits.join(''));

/** The one digit that completes `body`. */
const completed = (body: string, isValid: (digits: string) => boolean) =>
  Array.from('0123456789', (last) => `${body}${last}`).filter(isValid);

const otherThan = (digits: string, at: number, by: number) =>
  `${digits.slice(0, at)}${(Number(digits[at]) + by) % 10}${digits.slice(at + 1)}`;

describe('business registration numbers', () => {
  const real = [
    ['124-81-00998'],
    ['220-81-62517'],
    ['120-81-47521'],
    ['101-81-09147'],
    ['107-86-14075'],
    ['126-81-03725'],
    ['120-88-00767'],
    ['120-87-65763'],
    ['120-88-01280'],
    ['375-87-00088'],
    ['220-87-42885'],
    ['102-81-42945'],
    ['506-81-00017'],
  ];

  it.each(real)('take %s', (written) => {
    expect(businessNumberForm.test(written)).toBe(true);
    expect(businessNumberForm.test(digitsOf(written))).toBe(true);
    expect(isBusinessNumber(digitsOf(written))).toBe(true);
  });

  it.each([
    ['another check digit', '1234567890'],
    ['two digits swapped', '1208807067'],
    ['the first two swapped', '2108765763'],
    ['nine digits', '124810099'],
    ['eleven digits', '12481009980'],
    ['a letter', '12481O0998'],
    ['full-width digits', '１２４８１００９９８'],
    ['Arabic digits', '١٢٤٨١٠٠٩٩٨'],
    ['a NUL at the end', '1248100998\u0000'],
    ['a line break at the end', '1248100998\n'],
    ['a blank before', ' 1248100998'],
    ['a written form', '124-81-00998'],
    ['nothing', ''],
  ])('refuse %s', (_, digits) => {
    expect(isBusinessNumber(digits)).toBe(false);
  });

  it.each([
    '1248-100998',
    '124-8100998',
    '12481-00998',
    '124--81-00998',
    '124-81-00998-',
    '124-81-00998\n',
    '124‐81‐00998',
    '124 81 00998',
    '１２４-81-00998',
  ])('are not written %j', (written) => {
    expect(businessNumberForm.test(written)).toBe(false);
  });

  it('have one check digit, and no digit that can be another', () => {
    fc.assert(
      fc.property(digitsOfLength(9), fc.nat(9), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
        const valid = completed(body, isBusinessNumber);
        expect(valid).toHaveLength(1);
        for (const digits of valid) expect(isBusinessNumber(otherThan(digits, at, by))).toBe(false);
      }),
    );
  });
});

describe('corporate registration numbers', () => {
  it.each([
    ['130111-0006246'],
    ['110111-1707178'],
    ['110111-0085450'],
    ['134411-0001387'],
    ['110111-0015556'],
  ])('have a check digit in %s', (written) => {
    expect(corporateNumberForm.test(written)).toBe(true);
    expect(corporateNumberForm.test(digitsOf(written))).toBe(true);
    expect(hasCorporateCheckDigit(digitsOf(written))).toBe(true);
  });

  it.each([
    ['another last digit', '1301110006247'],
    ['two digits swapped', '1301110006426'],
    ['twelve digits', '130111000624'],
    ['fourteen digits', '13011100062460'],
    ['full-width digits', '１３０１１１０００６２４６'],
    ['Arabic digits', '١٣٠١١١٠٠٠٦٢٤٦'],
    ['a NUL at the end', '1301110006246\u0000'],
    ['nothing', ''],
  ])('have none in %s', (_, digits) => {
    expect(hasCorporateCheckDigit(digits)).toBe(false);
  });

  it.each([
    '13011-10006246',
    '1301110-006246',
    '130111--0006246',
    '130111 0006246',
    '130111-000624',
  ])('are not written %j', (written) => {
    expect(corporateNumberForm.test(written)).toBe(false);
  });

  it('have one check digit, which tells all other digits but those that count twice and differ by 5', () => {
    fc.assert(
      fc.property(
        digitsOfLength(12),
        fc.nat(12),
        fc.integer({ min: 1, max: 9 }),
        (body, at, by) => {
          const valid = completed(body, hasCorporateCheckDigit);
          expect(valid).toHaveLength(1);
          const isHidden = at < 12 && at % 2 === 1 && by === 5;
          for (const digits of valid) {
            expect(hasCorporateCheckDigit(otherThan(digits, at, by))).toBe(isHidden);
          }
        },
      ),
    );
  });
});
