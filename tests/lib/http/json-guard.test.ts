import * as fc from 'fast-check';
import { isUnambiguous } from '../../../lib/http/json-guard.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('isUnambiguous', () => {
  it.each([
    ['lists 32 deep', nested(32)],
    ['objects 32 deep', `${'{"a":'.repeat(32)}1${'}'.repeat(32)}`],
    ['brackets in strings', JSON.stringify({ text: '[{'.repeat(100) })],
    ['quotes and backslashes in strings', JSON.stringify({ a: '\\"{', b: '"'.repeat(40) })],
    ['equal keys in different objects', '[{"a":1},{"a":{"a":2}}]'],
    ['a value that is another key', '{"a":"b","b":"a"}'],
    ['equal strings in a list', '["a","a"]'],
  ])('takes %s', (_, json) => {
    expect(isUnambiguous(json)).toBe(true);
  });

  it.each([
    ['33 levels', nested(33)],
    ['10,000 levels', nested(10_000)],
    ['levels behind a string', `["[",${nested(32)}]`],
    ['a key twice', '{"a":1,"a":1}'],
    ['a key twice with another value between', '{"a":1,"b":{"c":[1,{}]},"a":2}'],
    ['a key twice deep inside', '{"x":[{"a":1,"b":2,"a":3}]}'],
    ['a key twice, once escaped', '{"a":1,"\\u0061":2}'],
  ])('refuses %s', (_, json) => {
    expect(isUnambiguous(json)).toBe(false);
  });

  it('takes whatever JSON.stringify writes, to 32 levels', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 10 }), (json) => isUnambiguous(json)));
  });

  it('finds a doubled key wherever it stands', () => {
    const entry = fc.tuple(fc.string(), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1 }), fc.nat(), (entries, pick) => {
        const [key] = entries[pick % entries.length] as [string, unknown];
        const doubled = [...entries, [key, 1]].map(
          ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
        );
        return !isUnambiguous(`{${doubled.join(',')}}`);
      }),
    );
  });

  it('reads to the end of text that is no JSON at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof isUnambiguous(text)).toBe('boolean');
      }),
    );
  });
});
