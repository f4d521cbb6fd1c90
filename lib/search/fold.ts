/** Letters that take a mark apart into nothing, and those that stand for two. */
const plainLetters: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
  ı: 'i',
  ə: 'e',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ς: 'σ',
  // The same letters to who types them, on an Arabic or a Persian keyboard.
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
};

const toPlain = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g');

/**
 * Accents, vowel points and the stroke that lengthens Arabic words: people leave them out. Marks of
 * other scripts are letters of their own, as the vowels of Hindi and the voicing of kana are.
 */
const marks = new RegExp(
  `[${[
    // Of Latin, Greek and Cyrillic letters.
    String.raw`\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f`,
    // Of Hebrew ones.
    String.raw`\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7`,
    // Of Arabic and Syriac ones.
    String.raw`\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8`,
    String.raw`\u06ea-\u06ed\u0711\u0730-\u074a\u08d3-\u08e1\u08e3-\u08ff`,
  ].join('')}]`,
  'g',
);

/**
 * A text as it is compared when it is looked for: without case, width, accents and vowel points, in
 * the letters that most people type. Hangul is put together to syllables where it makes some.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFD')
    .replace(marks, '')
    .normalize('NFKC')
    .replace(toPlain, (letter) => plainLetters[letter] ?? letter);
}
