import { etagOf, versionOf } from '../../../lib/http/etag.ts';

describe('versionOf', () => {
  it.each([
    ['"1"', 1],
    [' "12" ', 12],
    [etagOf(999_999_999), 999_999_999],
    ['W/"1"', 1],
  ])('reads %s', (ifMatch, version) => {
    expect(versionOf(ifMatch)).toBe(version);
  });

  it.each([undefined, '', '  '])('asks for the version when there is %j', (ifMatch) => {
    expect(() => versionOf(ifMatch)).toThrow(
      expect.objectContaining({ code: 'request.precondition_required' }),
    );
  });

  it.each([
    '*',
    '1',
    '""',
    '"a"',
    '"-1"',
    '"1.5"',
    '"1", "2"',
    'w/"1"',
    'W/1',
    '"01"',
    `"${'9'.repeat(16)}"`,
  ])('matches nothing by %s', (ifMatch) => {
    expect(() => versionOf(ifMatch)).toThrow(
      expect.objectContaining({ code: 'request.version_mismatch' }),
    );
  });
});
