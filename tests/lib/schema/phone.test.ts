import { phone } from '../../../lib/schema/phone.ts';

describe('telephone numbers', () => {
  it.each([
    '031-600-1234',
    '+82 31 600 1234',
    '+82 (0)31-600-1234',
    '(02) 600-1234',
    '15881234',
    '12345',
    '+12345',
    '1234567890123456789012345',
    '+1234567890123456789012345',
    '    1',
  ])('take %j, as it is', (written) => {
    expect(phone.parse(written)).toBe(written);
  });

  it.each([
    ['fewer than five characters', '1234'],
    ['a plus that makes five', '+1234'],
    ['more than 25', '12345678901234567890123456'],
    ['more than 25 after a plus', '+12345678901234567890123456'],
    ['a plus within', '82+31600'],
    ['two of them', '++8231600'],
    ['letters', 'call me'],
    ['an extension', '031-600-1234 ext. 5'],
    ['no digit', '-- (  ) --'],
    ['blanks alone', '      '],
    ['full-width digits', '０３１６００１２３４'],
    ['Arabic digits', '٠٣١٦٠٠١٢٣٤'],
    ['a tab', '031\t6001234'],
    ['a no-break space', '031\u00a06001234'],
    ['a line break at the end', '031-600-1234\n'],
    ['a NUL', '031-600-1234\u0000'],
    ['nothing', ''],
    ['a number', 316001234],
  ])('refuse %s', (_, written) => {
    expect(phone.safeParse(written).success).toBe(false);
  });
});
