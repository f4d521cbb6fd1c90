import fc from 'fast-check';
import { type SearchTerm, termOfQuery, termsOf } from '../../../lib/search/terms.ts';

const fits = (query: SearchTerm | undefined) => (term: SearchTerm) =>
  query !== undefined && term.shard === query.shard && term.term.startsWith(query.term);

const finds = (query: string, ...names: string[]) => termsOf(names).some(fits(termOfQuery(query)));

const syllable = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCodePoint(code));
const letter = fc.oneof(
  syllable,
  fc.constantFrom(...Array.from('abcxyzABCXYZ019éßŒïΣσςжЖ가나漢字ーＡＢ①ﾊﾝｶｸ𐐀')),
);
const word = fc.array(letter, { minLength: 1, maxLength: 8 }).map((letters) => letters.join(''));
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));

describe('search terms', () => {
  it.each([
    ['삼성', '삼성전자'],
    ['ㅅㅅ', '삼성전자'],
    ['ㅅㅅㅈㅈ', '삼성전자'],
    ['삼성', '㈜삼성전자'],
    ['ㄳ', '경상남도'],
    ['skㅎㅇ', 'SK하이닉스'],
    ['삼ㅅ', '삼성전자'],
    ['사', '삼성전자'],
    ['삼서', '삼성전자'],
    ['한', '하나은행'],
    ['과', '광주'],
    ['ㄱㅇ', '김일'],
    ['하나', '김 하나'],
    ['kim le', 'Kim Lee'],
    ['KIM', 'kim'],
    ['ｋｉｍ', 'Kim'],
    ['lee', 'kim_lee'],
    ['@kim', 'kim_lee'],
    ['jose', 'José'],
    ['strasse', 'Straße'],
    ['οδος', 'ΟΔΟΣΑ'],
    ['ㅋㅋ', 'ㅋㅋㅋ'],
    ['  kim ', 'Kim'],
    ['lukasz', 'Łukasz'],
    ['łukasz', 'Lukasz'],
    ['soren', 'Søren Kierkegaard'],
    ['SØREN', 'soren'],
    ['dang', 'Đặng'],
    ['aesop', 'Æsop'],
    ['oeuvre', 'Œuvre'],
    ['gudrun', 'Guðrún'],
    ['thor', 'Þór'],
    ['isik', 'Işık'],
    ['istanbul', 'İstanbul'],
    ['ħal', 'Hal'],
    ['محمد', 'مُحَمَّد'],
    ['مُحَمَّد', 'محمد'],
    ['محمد', 'محـــمد'],
    ['احمد', 'أحمد'],
    ['على', 'علی'],
    ['کریم', 'كريم'],
    ['שלום', 'שָׁלוֹם'],
    ['picasso', 'Pablo Diego José Francisco de Paula Ruiz y Picasso'],
    ['n', 'a b c d e f g h i j k l m n'],
    ['다', '가 나 다 라 마 바 사'],
    ['사', '가 나 다 라 마 바 사'],
    ['हिन्दी', 'हिन्दी'],
  ])('%j finds %j', (query, found) => {
    expect(finds(query, found)).toBe(true);
  });

  it.each([
    ['ㅅㅈ', '삼성전자'],
    ['성', '삼성전자'],
    ['삼선', '삼성전자'],
    ['im', 'Kim'],
    ['ㄱ', 'Kim'],
    ['k', '김'],
    ['lee kim', 'Kim Lee'],
    ['!', 'Kim!'],
    ['', 'Kim'],
    ['バンド', 'ハンド'],
    ['हन', 'हिन्दी'],
  ])('%j does not find %j', (query, name_) => {
    expect(finds(query, name_)).toBe(false);
  });

  it('are found by every beginning of the name and of each of its words', () => {
    fc.assert(
      fc.property(name, fc.nat(), fc.nat(), (text, word_, length) => {
        const words = text.split(' ');
        const rest = Array.from(words.slice(word_ % words.length).join(' '));
        const query = rest.slice(0, 1 + (length % rest.length)).join('');
        return finds(query, text);
      }),
    );
  });

  it('are found by the initial consonants of their beginning', () => {
    const initials = Array.from('ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ');
    const initialOf = (one: string) =>
      initials[Math.floor(((one.codePointAt(0) ?? 0) - 0xac00) / 588)] ?? '';
    const syllables = fc.array(syllable, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(syllables, fc.nat(), (text, length) => {
        const query = text.slice(0, 1 + (length % text.length)).map(initialOf);
        return finds(query.join(''), text.join(''));
      }),
    );
  });

  it('are of the first words alone where few are asked for, and go on to the end', () => {
    const text = '가 나 다 라 마 바 사 아 자 차';
    const found = (query: string) =>
      termsOf([text, 'One Two'], { beginnings: 8 }).some(fits(termOfQuery(query)));
    const words = text.split(' ');
    expect(words.filter(found)).toEqual(words.slice(0, 8));
    expect(found(text)).toBe(true);
    expect(found('아 자 차')).toBe(true);
    expect(found('two')).toBe(true);
    expect(termsOf([text], { beginnings: words.length })).toEqual(termsOf([text]));
  });

  it('are 24 at most of two texts of which eight words are taken', () => {
    const long = fc.array(word, { minLength: 8, maxLength: 60 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(long, long, (one, other) => {
        expect(termsOf([one, other], { beginnings: 8 }).length).toBeLessThanOrEqual(24);
      }),
    );
  });

  it('are the same for what means the same name', () => {
    fc.assert(
      fc.property(name, (text) => {
        const terms = termsOf([text]);
        expect(termsOf([text.normalize('NFD')])).toEqual(terms);
        expect(termsOf([text.toUpperCase()])).toEqual(terms);
      }),
    );
  });

  it('are few, short, distinct, and in the shard of their first letter, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string(), (one, other) => {
        const terms = termsOf([one.toWellFormed(), other.toWellFormed()]);
        expect(terms.length).toBeLessThanOrEqual(48);
        expect(new Set(terms.map((term) => JSON.stringify(term))).size).toBe(terms.length);
        for (const { shard, term } of terms) {
          expect(term).toMatch(/^[\p{L}\p{N}\p{M}-]{1,48}$/u);
          expect(shard.slice(2)).toBe(Array.from(term)[0]);
        }
      }),
    );
  });
});
