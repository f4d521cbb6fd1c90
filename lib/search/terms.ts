import { fold } from './fold.ts';

/*
 * How names are found by how they begin. A name is stored under terms: itself from each of its words
 * on, folded so that case, width, accents and half-typed syllables make no difference, and once more
 * by the initial consonants of its syllables. A term stands in a shard of its kind and first letter.
 */

export interface SearchTerm {
  /** What holds the terms among which it is: `f:k`, or `i:ㅅ` by initial consonants. */
  shard: string;
  term: string;
}

/** Sorts before all letters: who is called just so comes before those who have more names. */
const betweenWords = '-';
/** As many words as a name of 80 characters can have. */
const mostWords = 40;
/** Whoever looks by initial consonants begins with the first of them. */
const mostWordsByInitials = 4;
/** Each is an item: those of two names and what else changes with them are one transaction. */
const mostTerms = 48;
const longestTerm = 48;

/** Letters in the order of the keys that type them; index by code point from the start of each block. */
const initialLetters = Array.from('ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ');
const vowelLetters =
  'ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ'.split(' ');
const finalLetters =
  'ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ'.split(
    ' ',
  );

const blocks = [
  { first: 0x1100, letters: initialLetters },
  { first: 0x1161, letters: vowelLetters },
  { first: 0x11a8, letters: finalLetters },
] as const;

const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;
const syllablesPerInitial = 588;

const isSyllable = (letter: string) => {
  const code = letter.codePointAt(0) ?? 0;
  return code >= firstSyllable && code <= lastSyllable;
};

/** The keys by which a letter is typed: a syllable is as long as its parts. */
function typed(letter: string): string {
  return Array.from(letter.normalize('NFD'))
    .map((part) => {
      const code = part.codePointAt(0) ?? 0;
      const found = blocks.map(({ first, letters }) => letters[code - first]);
      return found.find((letters) => letters !== undefined) ?? part;
    })
    .join('');
}

/** The consonant with which a syllable begins; other letters as they are typed. */
function initial(letter: string): string {
  if (!isSyllable(letter)) return typed(letter);
  const code = (letter.codePointAt(0) ?? 0) - firstSyllable;
  return initialLetters[Math.floor(code / syllablesPerInitial)] ?? letter;
}

const wordsOf = (text: string) =>
  fold(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean);

function toTerm(
  kind: 'f' | 'i',
  words: readonly string[],
  spell: (letter: string) => string,
): SearchTerm {
  const letters = Array.from(
    words.map((word) => Array.from(word, spell).join('')).join(betweenWords),
  );
  return { shard: `${kind}:${letters[0] ?? ''}`, term: letters.slice(0, longestTerm).join('') };
}

const hasSyllable = (words: readonly string[]) => Array.from(words.join('')).some(isSyllable);
const consonants = /[\u1100-\u1112\u11a8-\u11c2]/;
const vowels = /[\u1161-\u1175]/;

/**
 * All terms under which any of `texts` is found, none twice. By the beginnings of its first
 * `beginnings` words a text is found, each together with the words that follow: 40 unless said.
 */
export function termsOf(
  texts: readonly string[],
  { beginnings = mostWords }: { beginnings?: number } = {},
): SearchTerm[] {
  const terms = texts.flatMap((text) => {
    const words = wordsOf(text);
    return words.slice(0, beginnings).flatMap((_, index) => {
      const rest = words.slice(index);
      const isHangul = hasSyllable(rest) || consonants.test(rest.join(''));
      const hasInitials = isHangul && index < mostWordsByInitials;
      return [toTerm('f', rest, typed), ...(hasInitials ? [toTerm('i', rest, initial)] : [])];
    });
  });
  const distinct = new Map(terms.map((term) => [`${term.shard}${term.term}`, term]));
  return [...distinct.values()].slice(0, mostTerms);
}

/**
 * The term that begins those of everything that is looked for; `undefined` when nothing is. Consonants
 * without a vowel or a syllable are initial ones.
 */
export function termOfQuery(query: string): SearchTerm | undefined {
  const words = wordsOf(query);
  const letters = words.join('');
  if (letters === '') return undefined;
  const isInitials = consonants.test(letters) && !vowels.test(letters) && !hasSyllable(words);
  return isInitials ? toTerm('i', words, initial) : toTerm('f', words, typed);
}
