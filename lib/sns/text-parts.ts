import { graphemeLength } from '../schema/text.ts';

/** Tags and mentions of a post; what is more stays text. */
const mostTags = 10;
const mostMentions = 10;

/** A tag is part of a key, which takes so much. */
const mostTagGraphemes = 50;
const mostTagCodeUnits = 200;

const inWord = String.raw`\p{L}\p{M}\p{N}_`;

const link = /(?:https?:\/\/|www\.)\S+/giu;

/** One tag, or several that are written without a space between them. */
const tags = new RegExp(`(?<![${inWord}&/])(?:[#＃][\\p{L}\\p{N}_][${inWord}]*)+`, 'gu');

/** What is attached to a handle in another script, as a Korean particle is, is not of it. */
const mention = new RegExp(
  `(?<![${inWord}@＠.+/-])[@＠]([A-Za-z0-9_]{3,30})(?![A-Za-z0-9_@＠])`,
  'gu',
);

/** What a tag can be written as. */
const writtenTag = new RegExp(`^[\\p{L}\\p{N}_][${inWord}]*$`, 'u');

/** Tells tags apart: one that differs in case or in how it is composed is the same. */
export const tagKey = (tag: string): string =>
  tag.normalize('NFC').toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');

/** Whether a text is a tag: of letters, marks, numbers and `_`, with a letter among them. */
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
    chain.split(/[#＃]/u).slice(1),
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
