import { companyRoles } from '../../../lib/companies/membership/roles.ts';
import { addingRole, mayDo } from '../../../lib/files/library/policy.ts';

/** By action, visibility and whether they made it: which of the roles, from viewer to owner, may. */
const table = [
  ['see', 'private', 'maker', [true, true, true, true, true]],
  ['see', 'private', 'other', [false, false, false, true, true]],
  ['see', 'company', 'maker', [true, true, true, true, true]],
  ['see', 'company', 'other', [true, true, true, true, true]],
  ['see', 'public', 'maker', [true, true, true, true, true]],
  ['see', 'public', 'other', [true, true, true, true, true]],
  ['change', 'private', 'maker', [false, true, true, true, true]],
  ['change', 'private', 'other', [false, false, false, true, true]],
  ['change', 'company', 'maker', [false, true, true, true, true]],
  ['change', 'company', 'other', [false, false, true, true, true]],
  ['change', 'public', 'maker', [false, true, true, true, true]],
  ['change', 'public', 'other', [false, false, true, true, true]],
] as const;

describe('the policy of company files', () => {
  const cells = table.flatMap(([action, visibility, who, may]) =>
    companyRoles.map((role, index) => [action, visibility, who, role, may[index]] as const),
  );

  it.each(cells)(
    '%s a %s file as its %s in the role %s: %s',
    (action, visibility, who, role, may) => {
      expect(mayDo(action, visibility, { role, isMaker: who === 'maker' })).toBe(may);
    },
  );

  it('lets nobody change what they do not see', () => {
    const unseen = cells.filter(
      ([action, visibility, who, role]) =>
        action === 'change' &&
        mayDo('change', visibility, { role, isMaker: who === 'maker' }) &&
        !mayDo('see', visibility, { role, isMaker: who === 'maker' }),
    );
    expect(unseen).toEqual([]);
  });

  it('lets members add files', () => expect(addingRole).toBe('member'));
});
