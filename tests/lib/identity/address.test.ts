import * as z from 'zod';
import { address, normalAddress } from '../../../lib/identity/address.ts';

describe('addresses', () => {
  it.each([
    ['KIM@Example.COM', 'kim@example.com'],
    ['ｋｉｍ＠example．com', 'kim@example.com'],
    ['\u212Aim@example.com', 'kim@example.com'],
    ['Stra\u00dfe@example.com', 'strasse@example.com'],
    ['jose\u0301@B\u00dcCHER.example', 'jos\u00e9@xn--bcher-kva.example'],
    ['한글@한국.example', '한글@xn--3e0b707e.example'],
  ])('%s means %s', (written, normal) => {
    expect(normalAddress(address.parse(written))).toBe(normal);
    expect(normalAddress(normal)).toBe(normal);
  });

  it('are documented as those of any script', () => {
    expect(z.toJSONSchema(address, { io: 'input' })).toHaveProperty('format', 'idn-email');
  });

  it.each(['a+b@example.com', 'a.b-c_d@sub.example.co', "o'neil@example.com"])(
    '%s is one',
    (is) => {
      expect(address.parse(is)).toBe(is);
    },
  );

  it.each([
    ...['', '@', 'a', 'a@b', 'a@b.c d', 'a b@c.de', 'a@@c.de', '.a@c.de', 'a.@c.de', 'a..b@c.de'],
    ...['a@.c.de', 'a@c..de', 'a@-c.de', 'a@c-.de', 'a@1.2.3.4', 'a@[1.2.3.4]', '"a b"@c.de'],
    ...[
      'a@c.de\n',
      'a\u0000@c.de',
      'a@c.de\r\nBcc: b@c.de',
      'a@c.de,b@c.de',
      '<a@c.de>',
      'a;b@c.de',
    ],
    `${'a'.repeat(65)}@c.de`,
    `a@${'b'.repeat(64)}.de`,
    `a@${'b.'.repeat(126)}de`,
  ])('%j is none', (is) => {
    expect(address.safeParse(is).success).toBe(false);
  });
});
