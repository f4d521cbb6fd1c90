import { randomBytes } from 'node:crypto';

/** A name that no other test has, of small letters alone. */
export const randomLetters = (): string =>
  Array.from(randomBytes(12), (byte) => String.fromCodePoint(97 + (byte % 26))).join('');
