import { updateProfileInput } from '../../../../lib/companies/profiles/schema.ts';

const faultsOf = (input: unknown) =>
  updateProfileInput.safeParse(input).error?.issues.map(({ path }) => path.join('.'));

describe('the profile of a member', () => {
  it('is kept normalised', () => {
    const written = {
      firstName: ' 소라 '.normalize('NFD'),
      lastName: '봉',
      jobRole: '수석 연구원',
      workEmail: ' sora.bong@example.com ',
      phone: '+82 (0)31-600-1234',
    };
    expect(updateProfileInput.parse(written)).toEqual({
      ...written,
      firstName: '소라',
      workEmail: 'sora.bong@example.com',
    });
  });

  it('loses every field by null, and none that is not named', () => {
    const all = {
      firstName: null,
      lastName: null,
      jobRole: null,
      workEmail: null,
      phone: null,
    };
    expect(updateProfileInput.parse(all)).toEqual(all);
    expect(updateProfileInput.parse({})).toEqual({});
  });

  it.each([
    ['firstName', ''],
    ['firstName', '   '],
    ['firstName', '가'.repeat(51)],
    ['firstName', 7],
    ['lastName', ''],
    ['lastName', 'a'.repeat(51)],
    ['lastName', 'Kim\u202e'],
    ['lastName', 'Kim\nLee'],
    ['jobRole', ''],
    ['jobRole', 'a'.repeat(101)],
    ['workEmail', 'sora@'],
    ['workEmail', ''],
    ['phone', 'call me'],
    ['phone', ''],
  ])('refuses %s as %j', (field, value) => {
    expect(faultsOf({ [field]: value })).toEqual([field]);
  });

  it('takes the longest, counted in characters as people see them', () => {
    const longest = { firstName: '👩‍🔬'.repeat(50), jobRole: '한'.normalize('NFD').repeat(100) };
    expect(faultsOf(longest)).toBeUndefined();
  });

  it.each(['fullName', 'version', 'userId'])('takes no %s', (field) => {
    expect(updateProfileInput.safeParse({ [field]: 'x' }).success).toBe(false);
  });
});
