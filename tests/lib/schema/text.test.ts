import * as fc from 'fast-check';
import { graphemeLength, text } from '../../../lib/schema/text.ts';

const family = '👨‍👩‍👧‍👦';

describe('text', () => {
  it('normalises to NFC and trims', () => {
    expect(text({ max: 10 }).parse(' Cafe\u0301 ')).toBe('Café');
    expect(text({ max: 10 }).parse('\u1112\u1161\u11ab')).toBe('한');
  });

  it.each([
    [family, 1],
    ['🇰🇷🇰🇷', 2],
    ['e\u0301', 1],
    ['한글', 2],
    ['abc', 3],
    ['', 0],
  ])('counts %s as %i characters', (value, length) => {
    expect(graphemeLength(value)).toBe(length);
  });

  it('measures in graphemes, at both limits', () => {
    const schema = text({ min: 2, max: 3 });
    expect(schema.safeParse(family).success).toBe(false);
    expect(schema.safeParse(family.repeat(2)).success).toBe(true);
    expect(schema.safeParse(family.repeat(3)).success).toBe(true);
    expect(schema.safeParse(family.repeat(4)).success).toBe(false);
  });

  it('measures after trimming', () => {
    expect(text({ min: 1, max: 3 }).safeParse('   ').error?.issues[0]?.message).toBe(
      'must not be empty',
    );
    expect(text({ min: 1, max: 3 }).parse('  abc  ')).toBe('abc');
  });

  it.each([
    ['zero-width spaces', '\u200b\u200b'],
    ['a joiner', '\u200d'],
    ['a byte order mark', '\ufeff'],
    ['a Hangul filler', '\u3164'],
    ['a direction mark among spaces', ' \u202e '],
    ['a variation selector', '\ufe0f'],
  ])('takes %s for nothing', (_, value) => {
    expect(text({ min: 1, max: 3 }).safeParse(value).error?.issues[0]?.message).toBe(
      'must not be empty',
    );
    expect(text({ max: 3 }).safeParse(value).success).toBe(true);
  });

  it.each([
    ['NUL', 'a\0b'],
    ['escape', 'a\u001bb'],
    ['delete', 'a\u007fb'],
    ['a C1 control', 'a\u0085b'],
    ['CR and LF', 'a\r\nb'],
    ['a lone high surrogate', 'a\ud800b'],
    ['a lone low surrogate', 'a\udc00b'],
    ['surrogates in the wrong order', 'a\udc00\ud800b'],
  ])('refuses %s', (_, value) => {
    expect(text({ max: 10 }).safeParse(value).success).toBe(false);
  });

  it('takes line breaks and tabs only where it says so', () => {
    expect(text({ max: 10, multiline: true }).parse('a\n\tb\r\nc')).toBe('a\n\tb\r\nc');
    expect(text({ max: 10 }).safeParse('a\nb').success).toBe(false);
    expect(text({ max: 10, multiline: true }).safeParse('a\0b').success).toBe(false);
  });

  it('bounds what one character can weigh', () => {
    expect(text({ max: 10 }).safeParse(`a${'\u0301'.repeat(10_000)}`).success).toBe(false);
  });

  it.each([
    [10, 320],
    [10_000, 65_536],
  ])('of up to %i characters takes at most %i bytes', (max, bytes) => {
    const schema = text({ max });
    // A character of 32 bytes: a letter of two and fifteen marks of two each.
    const heavy = `é${'\u0316'.repeat(15)}`;
    expect(schema.safeParse(heavy.repeat(Math.floor(bytes / 32))).success).toBe(true);
    const more = schema.safeParse(`${heavy.repeat(Math.floor(bytes / 32) - 1)}${heavy}\u0316`);
    expect(more.success).toBe(false);
    // Three bytes to six, when it is normalised.
    const grows = '\u0958'.repeat(Math.floor(bytes / 3));
    expect(schema.safeParse(grows).success).toBe(false);
  });

  it('may have bounds of its own', () => {
    const schema = text({ max: 10, maxBytes: 12 });
    expect(schema.safeParse('가나다라').success).toBe(true);
    expect(schema.safeParse('가나다라마').success).toBe(false);
    expect(schema.safeParse('abcdefghij').success).toBe(true);
  });

  it('answers the same to what it answered, whatever was sent', () => {
    const schema = text({ max: 50, multiline: true });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (value) => {
        const { data } = schema.safeParse(value);
        if (data === undefined) return;
        expect(data.isWellFormed()).toBe(true);
        expect(data).toBe(data.normalize('NFC'));
        expect(graphemeLength(data)).toBeLessThanOrEqual(50);
        expect(schema.parse(data)).toBe(data);
      }),
    );
  });

  it('makes one text of equal characters, however they were composed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (value) => {
        const schema = text({ max: 100, multiline: true });
        const forms = ['NFC', 'NFD'].map((form) => schema.safeParse(value.normalize(form)).data);
        expect(forms[0]).toBe(forms[1]);
      }),
    );
  });
});
