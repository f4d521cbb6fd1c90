import * as fc from 'fast-check';
import { fullNameOf } from '../../../../lib/companies/profiles/full-name.ts';

describe('full name', () => {
  it.each([
    ['a Korean name', '소라', '봉', '봉소라'],
    ['one of two syllables in the last name', '진', '독고', '독고진'],
    ['the first syllable', '가', '김', '김가'],
    ['the last syllable', '힣', '김', '김힣'],
    ['the character before the first syllable', '\uabff', '김', '\uabff 김'],
    ['the character after the last syllable', '\ud7a4', '김', '\ud7a4 김'],
    ['a single letter of Hangul', 'ㅁ', '김', 'ㅁ 김'],
    ['a consonant without a vowel', '\u1106', '김', '\u1106 김'],
    ['a name in Han', '民秀', '金', '民秀 金'],
    ['a name in Latin', 'Nadia', 'Petrova', 'Nadia Petrova'],
    ['a Korean first name, another last name', '소라', 'Sauer', 'Sauer소라'],
    ['another first name, a Korean last name', 'Benedikt', '봉', 'Benedikt 봉'],
    ['a first name that begins in Latin', 'A소라', '봉', 'A소라 봉'],
    ['a first name of a letter beyond the basic plane', '𠮷', '野', '𠮷 野'],
    ['a Korean first name alone', '소라', undefined, '소라'],
    ['another first name alone', 'Nadia', undefined, 'Nadia'],
    ['a last name alone', undefined, '봉', '봉'],
    ['an empty part for none', '', '봉', '봉'],
    ['no part', undefined, undefined, undefined],
    ['two empty parts', '', '', undefined],
  ])('of %s', (_, firstName, lastName, fullName) => {
    expect(fullNameOf({ firstName, lastName })).toBe(fullName);
    const taken = (part: string | undefined) => part?.normalize('NFD');
    expect(fullNameOf({ firstName: taken(firstName), lastName: taken(lastName) })).toBe(fullName);
  });

  it('joins without a blank before each of the syllables, and before no other letter', () => {
    const letter = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 });
    const syllable = fc
      .integer({ min: 0xac00, max: 0xd7a3 })
      .map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(fc.oneof(letter, syllable), (firstName) => {
        const code = firstName.normalize('NFC').codePointAt(0) ?? 0;
        const isSyllable = code >= 0xac00 && code <= 0xd7a3;
        const first = firstName.normalize('NFC');
        expect(fullNameOf({ firstName, lastName: 'Kim' })).toBe(
          isSyllable ? `Kim${first}` : `${first} Kim`,
        );
      }),
    );
  });
});
