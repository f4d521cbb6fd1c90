import { graphemeLength } from '../../schema/text.ts';

/** Tags and mentions of a post; what is more stays text. */
const mostTags = 10;
const mostMentions = 10;

/** A tag is part of a key, which takes so much. */
const mostTagGraphemes = 50;
const mostTagCodeUnits = 200;

const inWord = String.raw`\p{L}\p{M}\p{N}_`;

/**
 * What stands inside of words of some scripts, and not at their ends: the middle dots of Catalan and
 * of Japanese, the joiners of Persian and Sinhala, the maqaf and gershayim of Hebrew, the tsheg of Tibetan.
 */
const betweenLetters = String.raw`\u00b7\u30fb\u200c\u200d\u05be\u05f3\u05f4\u0f0b\u0f0c`;

/** Punctuation by which a link ends: of East Asian texts, quotation marks and angle brackets. */
const behindLink = String.raw`\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’«»"<>`;

/** Round brackets are of a link in pairs: one that was opened before it ends it. */
const link = new RegExp(
  `(?:https?://|www\\.)(?:\\([^\\s()${behindLink}]*\\)|[^\\s()${behindLink}])+`,
  'giu',
);

const word = `[\\p{L}\\p{N}_][${inWord}]*(?:[${betweenLetters}]+[${inWord}]+)*`;

/**
 * One tag, or several that are written without a space between them, or with a slash. An emoji ends in a
 * mark, and is no word.
 */
const tags = new RegExp(
  `(?:(?<=[\\ufe0e\\ufe0f\\u20e3])|(?<![${inWord}&/]))[#＃]${word}(?:/?[#＃]${word})*`,
  'gu',
);

/**
 * What is attached to a handle in another script, before or behind, is not of it, as a Korean particle
 * is; with a host behind the handle it is an address.
 */
const mention = new RegExp(
  '(?<![A-Za-z0-9_@＠/]|[A-Za-z0-9_][.+-])' +
    `(?:(?<![${inWord}])|(?!.[A-Za-z0-9_]+\\.[A-Za-z0-9]))` +
    '[@＠]([A-Za-z0-9_]{3,30})(?![A-Za-z0-9_@＠])',
  'gu',
);

/** What a tag can be written as. */
const writtenTag = new RegExp(`^${word}$`, 'u');

/** Tells tags apart: one that differs in case or in how it is composed is the same. */
export const tagKey = (tag: string): string =>
  tag.normalize('NFC').toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');

/**
 * Whether a text is a tag: of letters, marks, numbers and `_`, with a letter among them, and with what
 * some scripts have between letters.
 */
export const isTag = (text: string): boolean =>
  // First: what puts marks in order takes the square of their number.
  text.length <= mostTagCodeUnits &&
  writtenTag.test(text) &&
  /\p{L}/u.test(text) &&
  tagKey(text).length <= mostTagCodeUnits &&
  graphemeLength(text) <= mostTagGraphemes;

/** The tags in a text as they are written first, without their signs. */
export function tagsIn(text: string): string[] {
  const written = [...withoutLinks(text).matchAll(tags)].flatMap(([chain]) =>
    chain.split(/\/?[#＃]/u).slice(1),
  );
  return firstOfEach(written.filter(isTag), tagKey).slice(0, mostTags);
}

/** The handles that a text mentions as they are written first, whether there is such a user or not. */
export function handlesIn(text: string): string[] {
  const written = [...withoutLinks(text).matchAll(mention)].map(([, handle = '']) => handle);
  return firstOfEach(written, (handle) => handle.toLowerCase()).slice(0, mostMentions);
}

const withoutLinks = (text: string) => text.replaceAll(link, ' ');

function firstOfEach(texts: readonly string[], keyOf: (text: string) => string): string[] {
  const keys = texts.map(keyOf);
  return texts.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}
