import { createHash, randomBytes } from 'node:crypto';
import { type IdKind, idPrefixes } from './schema/ids.ts';

const crockford = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Makes an id of the given kind, `<prefix>_<lower-case ULID>`: 48 bits of `now` in milliseconds,
 * then 80 random bits, so that ids sort by time. https://github.com/ulid/spec
 */
export function newId(kind: IdKind, now: Date): string {
  return `${idPrefixes[kind]}_${ulid(now.getTime(), randomBytes(16))}`;
}

/** The id of what `name` names: the same each time, in its place among ids by time. */
export function idOf(kind: IdKind, time: Date, name: string): string {
  return `${idPrefixes[kind]}_${ulid(time.getTime(), createHash('sha256').update(name).digest())}`;
}

/** The first id of a kind that can be made at a time. */
export const firstIdAt = (kind: IdKind, time: Date) =>
  `${idPrefixes[kind]}_${ulid(time.getTime(), Buffer.alloc(16))}`;

/**
 * Tells a picture from the one before at an address that stays, so that whoever keeps one sees that it
 * is another: the id of its file without the kind.
 */
export const versionOfPicture = (fileId: string): string => fileId.slice(fileId.indexOf('_') + 1);

function ulid(milliseconds: number, bytes: Buffer): string {
  let time = '';
  for (let rest = milliseconds, digit = 0; digit < 10; digit++) {
    time = crockford.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  let random = '';
  for (const byte of bytes.subarray(0, 16)) random += crockford.charAt(byte % 32);
  return time + random;
}

/** The time at which an id was made. */
export function timeOfId(id: string): Date {
  let milliseconds = 0;
  for (const character of id.slice(-26, -16)) {
    milliseconds = milliseconds * 32 + crockford.indexOf(character);
  }
  return new Date(milliseconds);
}
