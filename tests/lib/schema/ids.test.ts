import * as fc from 'fast-check';
import { newId, timeOfId } from '../../../lib/ids.ts';
import { type IdKind, id, idPrefixes } from '../../../lib/schema/ids.ts';

const kinds = Object.keys(idPrefixes) as IdKind[];
const now = new Date('2026-11-21T09:00:00.123Z');

describe('ids', () => {
  it.each(kinds)('of %s fit their schema and no other', (kind) => {
    const made = newId(kind, now);
    expect(kinds.filter((other) => id(other).safeParse(made).success)).toEqual([kind]);
  });

  it('have one prefix a kind', () => {
    expect(new Set(Object.values(idPrefixes)).size).toBe(kinds.length);
  });

  it('tell their time to the millisecond and sort by it', () => {
    const time = fc.date({ min: new Date(0), max: new Date(2 ** 48 - 1), noInvalidDate: true });
    fc.assert(
      fc.property(time, time, (one, other) => {
        expect(timeOfId(newId('post', one))).toEqual(one);
        if (one >= other) return;
        expect(newId('post', one) < newId('post', other)).toBe(true);
      }),
    );
  });

  it('do not repeat within a millisecond', () => {
    const made = Array.from({ length: 5000 }, () => newId('post', now));
    expect(new Set(made).size).toBe(made.length);
  });

  it.each([
    ['upper case', (given: string) => given.toUpperCase()],
    ['an upper-case ULID', (given: string) => `post_${given.slice(5).toUpperCase()}`],
    ['a letter that Crockford leaves out', (given: string) => `${given.slice(0, -1)}u`],
    ['a time beyond 48 bits', (given: string) => `post_8${given.slice(6)}`],
    ['a character more', (given: string) => `${given}0`],
    ['a character less', (given: string) => given.slice(0, -1)],
    ['a line break at the end', (given: string) => `${given}\n`],
    ['a blank before', (given: string) => ` ${given}`],
    ['#', (given: string) => given.replace(/.$/, '#')],
    ['NUL', (given: string) => given.replace(/.$/, '\0')],
    ['the Kelvin sign', (given: string) => given.replace(/.$/, '\u212a')],
  ])('refuse %s', (_, change) => {
    expect(id('post').safeParse(change(newId('post', now))).success).toBe(false);
  });
});
