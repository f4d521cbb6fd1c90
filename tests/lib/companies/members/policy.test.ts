import { canBeOwnOnly, mayManage } from '../../../../lib/companies/members/policy.ts';
import { type CompanyRole, companyRoles } from '../../../../lib/companies/membership/roles.ts';

const all = companyRoles.flatMap((by) =>
  companyRoles.flatMap((of) => companyRoles.map((to) => ({ by, of, to }))),
);

/** Whom an admin acts on, and what they make of them. */
const belowOwner: readonly CompanyRole[] = ['viewer', 'member', 'manager', 'admin'];

describe('managing a member', () => {
  it('is tried in every way', () => {
    expect(all).toHaveLength(125);
  });

  it.each(all.filter(({ by }) => by === 'owner'))('is for $by of $of to $to', (action) => {
    expect(mayManage(action)).toBe(true);
  });

  it.each(all.filter(({ by }) => by === 'admin'))(
    'is for $by of $of to $to, below owner',
    (action) => {
      const { of, to } = action;
      expect(mayManage(action)).toBe(belowOwner.includes(of) && belowOwner.includes(to));
    },
  );

  it.each(all.filter(({ by }) => by !== 'owner' && by !== 'admin'))(
    'is not for $by of $of to $to',
    (action) => {
      expect(mayManage(action)).toBe(false);
    },
  );
});

it.each([
  ['viewer', true],
  ['member', true],
  ['manager', false],
  ['admin', false],
  ['owner', false],
] as const)('whether a %s can be kept to their own records: %s', (role, can) => {
  expect(canBeOwnOnly(role)).toBe(can);
});
