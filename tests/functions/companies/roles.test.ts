import {
  createInvitation,
  listInvitations,
  resendInvitation,
  revokeInvitation,
} from '../../../functions/companies/invitations/routes.ts';
import {
  listMembers,
  removeMember,
  updateMember,
} from '../../../functions/companies/members/routes.ts';
import {
  getMemberProfile,
  updateMemberProfile,
} from '../../../functions/companies/profiles/routes.ts';
import {
  closeCompany,
  createCompany,
  getCompany,
  listCompanyHistory,
  updateCompany,
} from '../../../functions/companies/records/routes.ts';
import { searchCompanies } from '../../../functions/companies/search/routes.ts';
import { type CompanyRole, companyRoles } from '../../../lib/companies/membership/roles.ts';
import type { CompanyView } from '../../../lib/companies/records/schema.ts';
import { etagOf } from '../../../lib/http/etag.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import type { Answer } from '../../support/answer.ts';
import { companyOf } from '../../support/companies.ts';
import { seedMembers } from '../../support/seed-company.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

/* The table of who may what in a company, cell by cell. */

type Caller = CompanyRole | 'none';

const callers: readonly Caller[] = ['none', ...companyRoles];

let world: World;
let founder: User;
let target: User;
let people: Record<Caller, User>;

beforeAll(async () => {
  world = await createWorld();
  founder = await world.user('founder');
  target = await world.user('target');
  people = {
    none: await world.user('none'),
    viewer: await world.user('viewer'),
    member: await world.user('member'),
    manager: await world.user('manager'),
    admin: await world.user('admin'),
    owner: await world.user('owner'),
  };
});

/** A company of the founder, with a caller of a role and a target of another. */
async function companyWith(role: Caller, roleOfTarget: CompanyRole = 'viewer') {
  const company = await companyOf(world, founder);
  await seedMembers(company.id, [
    { userId: target.id, role: roleOfTarget },
    ...(role === 'none' ? [] : [{ userId: people[role].id, role }]),
  ]);
  return { company, as: people[role], params: { companyId: company.id } };
}

interface Cell {
  as: User;
  company: CompanyView;
  params: { companyId: string };
}

const current = ({ version }: { version: number }) => ({ 'if-match': etagOf(version) });

let guests = 0;
const guest = () => {
  guests += 1;
  return { email: `guest.${guests}@example.com`, role: 'viewer' } as const;
};

const invitationIn = async ({ params }: Cell) => {
  const invitation = await bodyOf(
    world.call(createInvitation, { as: founder, params, body: guest() }),
  );
  return { ...params, invitationId: invitation.id };
};

const targetIn = ({ params }: Cell) => ({ ...params, userId: target.id });
const oneselfIn = ({ params, as }: Cell) => ({ ...params, userId: as.id });

/** What there is to do, and the least role that may; each leaves alone what others look at. */
const actions: [name: string, least: Caller, act: (cell: Cell) => Promise<Answer>][] = [
  [
    'create a company',
    'none',
    ({ as }) => world.call(createCompany, { as, body: { name: '달빛전자', companyType: 'other' } }),
  ],
  ['search', 'none', ({ as }) => world.call(searchCompanies, { as, query: { query: '별빛' } })],
  ['read a record', 'none', ({ as, params }) => world.call(getCompany, { as, params })],
  [
    'read a record as it was',
    'none',
    ({ as, params, company }) =>
      world.call(getCompany, { as, params, query: { asOf: company.updatedAt } }),
  ],
  [
    'read the history',
    'viewer',
    ({ as, params }) => world.call(listCompanyHistory, { as, params }),
  ],
  ['list the members', 'viewer', ({ as, params }) => world.call(listMembers, { as, params })],
  [
    'read a profile',
    'viewer',
    (cell) => world.call(getMemberProfile, { as: cell.as, params: targetIn(cell) }),
  ],
  ['leave', 'viewer', (cell) => world.call(removeMember, { as: cell.as, params: oneselfIn(cell) })],
  [
    'change the own profile',
    'viewer',
    (cell) =>
      world.call(updateMemberProfile, {
        as: cell.as,
        params: oneselfIn(cell),
        headers: current({ version: 1 }),
        body: { jobRole: '연구원' },
      }),
  ],
  [
    'change the record',
    'admin',
    ({ as, params, company }) =>
      world.call(updateCompany, { as, params, headers: current(company), body: { employees: 7 } }),
  ],
  [
    'change another’s profile',
    'admin',
    (cell) =>
      world.call(updateMemberProfile, {
        as: cell.as,
        params: targetIn(cell),
        headers: current({ version: 1 }),
        body: { jobRole: '연구원' },
      }),
  ],
  [
    'invite',
    'admin',
    ({ as, params }) => world.call(createInvitation, { as, params, body: guest() }),
  ],
  [
    'list the invitations',
    'admin',
    ({ as, params }) => world.call(listInvitations, { as, params }),
  ],
  [
    'resend an invitation',
    'admin',
    async (cell) => world.call(resendInvitation, { as: cell.as, params: await invitationIn(cell) }),
  ],
  [
    'revoke an invitation',
    'admin',
    async (cell) => world.call(revokeInvitation, { as: cell.as, params: await invitationIn(cell) }),
  ],
  [
    'set a role',
    'admin',
    (cell) =>
      world.call(updateMember, { as: cell.as, params: targetIn(cell), body: { role: 'member' } }),
  ],
  [
    'set `ownOnly`',
    'admin',
    (cell) =>
      world.call(updateMember, { as: cell.as, params: targetIn(cell), body: { ownOnly: true } }),
  ],
  [
    'remove a member',
    'admin',
    (cell) => world.call(removeMember, { as: cell.as, params: targetIn(cell) }),
  ],
  [
    'close the company',
    'owner',
    ({ as, params, company }) =>
      world.call(closeCompany, { as, params, headers: current(company), body: { reason: '합병' } }),
  ],
];

describe.each(actions)('%s', (_, least, act) => {
  it.each(callers)('as %s', async (role) => {
    const answer = await act(await companyWith(role));
    if (callers.indexOf(role) >= callers.indexOf(least)) {
      expect([200, 201, 204]).toContain(answer.status);
    } else if (role === 'none') {
      expect(answer).toBeProblem('companies.company_not_found');
    } else {
      expect(answer).toBeProblem('auth.role_missing');
    }
  });
});

describe('nobody acts on who is above them, or makes anybody more than they are', () => {
  const pairs = companyRoles.flatMap((of) => companyRoles.map((to) => ({ of, to })));

  it.each(pairs)('an admin sets the role $to of a member who is $of', async ({ of, to }) => {
    const { as, params } = await companyWith('admin', of);
    const call = { as, params: { ...params, userId: target.id }, body: { role: to } };
    const answer = await world.call(updateMember, call);
    if (of === 'owner' || to === 'owner') {
      expect(answer).toBeProblem('companies.role_above_own');
    } else expect(answer.body).toMatchObject({ userId: target.id, role: to });
  });

  it.each(pairs)('an owner sets the role $to of a member who is $of', async ({ of, to }) => {
    const { as, params } = await companyWith('owner', of);
    const call = { as, params: { ...params, userId: target.id }, body: { role: to } };
    expect((await world.call(updateMember, call)).body).toMatchObject({ role: to });
  });

  it.each(companyRoles)('an admin removes a member who is %s', async (of) => {
    const { as, params } = await companyWith('admin', of);
    const answer = await world.call(removeMember, { as, params: { ...params, userId: target.id } });
    if (of === 'owner') expect(answer).toBeProblem('companies.role_above_own');
    else expect(answer).toHaveStatus(204);
  });

  it.each(companyRoles)('an owner removes a member who is %s', async (of) => {
    const { as, params } = await companyWith('owner', of);
    const answer = await world.call(removeMember, { as, params: { ...params, userId: target.id } });
    expect(answer).toHaveStatus(204);
  });

  it.each(companyRoles)('an admin invites somebody to be %s', async (role) => {
    const { as, params } = await companyWith('admin');
    const body = { ...guest(), role };
    const answer = await world.call(createInvitation, { as, params, body });
    if (role === 'owner') expect(answer).toBeProblem('companies.role_above_own');
    else expect(answer).toHaveStatus(201);
  });

  it('an owner invites another owner', async () => {
    const { as, params } = await companyWith('owner');
    const body = { ...guest(), role: 'owner' as const };
    expect(await world.call(createInvitation, { as, params, body })).toHaveStatus(201);
  });

  it('an admin does not make themselves an owner, and may step down', async () => {
    const { as, params } = await companyWith('admin');
    const own = { as, params: { ...params, userId: as.id } };
    const upward = await world.call(updateMember, { ...own, body: { role: 'owner' } });
    expect(upward).toBeProblem('companies.role_above_own');
    const downward = await world.call(updateMember, { ...own, body: { role: 'member' } });
    expect(downward.body).toMatchObject({ role: 'member', ownOnly: false });
  });
});

describe('the last owner', () => {
  it('cannot leave, or be demoted, by themselves', async () => {
    const { id: companyId } = await companyOf(world, founder);
    const own = { as: founder, params: { companyId, userId: founder.id } };
    expect(await world.call(removeMember, own)).toBeProblem('companies.last_owner');
    const demoted = await world.call(updateMember, { ...own, body: { role: 'admin' } });
    expect(demoted).toBeProblem('companies.last_owner');
  });

  it('is who stays when all others have left', async () => {
    const { as, params } = await companyWith('owner');
    expect(
      await world.call(removeMember, { as, params: { ...params, userId: as.id } }),
    ).toHaveStatus(204);
    const last = await world.call(removeMember, {
      as: founder,
      params: { ...params, userId: founder.id },
    });
    expect(last).toBeProblem('companies.last_owner');
  });
});

describe('access is that of the present role', () => {
  it('ends with a removal, with the next request', async () => {
    const { as, params } = await companyWith('admin');
    expect(await world.call(listMembers, { as, params })).toHaveStatus(200);
    const removed = { as: founder, params: { ...params, userId: as.id } };
    expect(await world.call(removeMember, removed)).toHaveStatus(204);
    const answer = await world.call(listMembers, { as, params });
    expect(answer).toBeProblem('companies.company_not_found');
  });

  it('goes down and up with the role, by a sign-in and by a key of the company', async () => {
    const { as, params } = await companyWith('manager');
    const key = await world.apiKey(as, ['companies:read', 'companies:write'], params.companyId);
    const all = [as, key];
    const setRole = (role: CompanyRole) =>
      bodyOf(
        world.call(updateMember, {
          as: founder,
          params: { ...params, userId: as.id },
          body: { role },
        }),
      );
    for (const one of all) {
      const answer = await world.call(listInvitations, { as: one, params });
      expect(answer).toBeProblem('auth.role_missing');
    }
    await setRole('admin');
    for (const one of all) {
      expect(await world.call(listInvitations, { as: one, params })).toHaveStatus(200);
    }
    await setRole('viewer');
    for (const one of all) {
      const answer = await world.call(listInvitations, { as: one, params });
      expect(answer).toBeProblem('auth.role_missing');
    }
  });

  it('is no role of the platform', async () => {
    const { params } = await companyWith('viewer');
    const as = await world.callerWith(['admin', 'companies:read', 'companies:write']);
    const answer = await world.call(listMembers, { as, params });
    expect(answer).toBeProblem('companies.company_not_found');
  });
});
