import * as z from 'zod';
import { address, normalAddress } from '../../../lib/identity/accounts/address.ts';

describe('addresses', () => {
  it.each([
    ['KIM@Example.COM', 'kim@example.com'],
    ['ｋｉｍ＠example．com', 'kim@example.com'],
    ['\u212Aim@example.com', 'kim@example.com'],
    ['Stra\u00dfe@example.com', 'stra\u00dfe@example.com'],
    ['Kim@STRASSE.example', 'kim@strasse.example'],
    ['kim@STRA\u1e9eE.example', 'kim@xn--strae-oqa.example'],
    ['kim@XN--STRAE-OQA.example', 'kim@xn--strae-oqa.example'],
    ['kim\uff20stra\u00dfe.example', 'kim@xn--strae-oqa.example'],
    [
      '\u039a\u038f\u03a3\u03a4\u0391\u03a3@example.com',
      '\u03ba\u03ce\u03c3\u03c4\u03b1\u03c2@example.com',
    ],
    ['K\u0131m@example.com', 'k\u0131m@example.com'],
    ['kim@\u0131x.example', 'kim@xn--x-eka.example'],
    ['jose\u0301@B\u00dcCHER.example', 'jos\u00e9@xn--bcher-kva.example'],
    ['한글@한국.example', '한글@xn--3e0b707e.example'],
  ])('%s means %s', (written, normal) => {
    expect(normalAddress(address.parse(written))).toBe(normal);
    expect(normalAddress(normal)).toBe(normal);
  });

  it.each([
    ['kim@stra\u00dfe.example', 'kim@strasse.example'],
    ['stra\u00dfe@example.com', 'strasse@example.com'],
    ['k\u0131m@example.com', 'kim@example.com'],
    ['kim@\u0131stanbul.example', 'kim@istanbul.example'],
    ['kim@\u03c3\u03b1\u03c2.example', 'kim@\u03c3\u03b1\u03c3.example'],
    ['\u1f80@example.com', '\u1f00\u03b9@example.com'],
  ])('%s and %s are two', (one, other) => {
    const [first, second] = [one, other].map((written) => normalAddress(address.parse(written)));
    expect(first).not.toBe(second);
  });

  it.each([
    ['a lunate sigma, of which IDNA and NFKC make two letters', 'kim@\u03f2.example'],
    ['a number with a dot in it', 'kim@a\u2488b.example'],
    ['an IPv4 address in hexadecimal', 'kim@1.0x7f'],
    ['Punycode that is none', 'kim@xn--\u00fc.example'],
  ])('a host with %s is none', (_, written) => {
    expect(address.safeParse(written).success).toBe(false);
  });

  it('have one normal form, of which it is its own', () => {
    const letter = /[\p{L}\p{M}\p{N}]/u;
    const signs = Array.from({ length: 0x3100 - 0x80 }, (_, index) =>
      String.fromCodePoint(index + 0x80),
    ).filter((sign) => letter.test(sign));
    const normal = (written: string) => normalAddress(address.parse(written));
    const written = signs
      .map((sign) => `a${sign}b@a${sign}b.example`)
      .filter((text) => address.safeParse(text).success);
    expect(written.length).toBeGreaterThan(5000);
    const isStable = (text: string) =>
      normalAddress(normal(text)) === normal(text) &&
      normal(text.normalize('NFD')) === normal(text) &&
      normal(text.normalize('NFKC')) === normal(text);
    expect(written.filter((text) => !isStable(text))).toEqual([]);
  });

  it('are documented as those of any script', () => {
    expect(z.toJSONSchema(address, { io: 'input' })).toHaveProperty('format', 'idn-email');
  });

  it.each([
    'a+b@example.com',
    'a.b-c_d@sub.example.co',
    "o'neil@example.com",
    'a..b@docomo.example',
    'kim.@ezweb.example',
    'a...b..@docomo.example',
  ])('%s is one', (is) => {
    expect(address.parse(is)).toBe(is);
  });

  it.each([
    ...['', '@', 'a', 'a@b', 'a@b.c d', 'a b@c.de', 'a@@c.de', '.a@c.de', '..a@c.de', '.@c.de'],
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
