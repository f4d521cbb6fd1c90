import { acceptInvitation } from '../../../functions/companies/invitations/routes.ts';
import {
  listMembers,
  removeMember,
  updateMember,
} from '../../../functions/companies/members/routes.ts';
import { closeCompany, getCompany } from '../../../functions/companies/records/routes.ts';
import { createApiKey, listApiKeys } from '../../../functions/identity/api-keys/routes.ts';
import { deleteMe } from '../../../functions/identity/deletion/routes.ts';
import { etagOf } from '../../../lib/http/etag.ts';
import { bodyOf, purgingAccounts } from '../../scenarios/arrange.ts';
import { companyOf, invited, joined } from '../../support/companies.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

describeInProcess('members of a company', () => {
  let world: World;
  let owner: User;

  beforeEach(async () => {
    world = await createWorld();
    owner = await world.user('owner');
  });

  async function companyWith(...people: User[]) {
    const company = await companyOf(world, owner);
    for (const person of people) await joined(world, owner, company.id, person, 'owner');
    return { company, params: { companyId: company.id } };
  }

  const leave = (as: User, companyId: string) =>
    world.call(removeMember, { as, params: { companyId, userId: as.id } });

  it('let one of two owners leave who leave at once', async () => {
    const other = await world.user('other');
    const { company } = await companyWith(other);
    const answers = await Promise.all([leave(owner, company.id), leave(other, company.id)]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      204, 422,
    ]);
    const [refused] = answers.filter(({ status }) => status === 422);
    expect(refused).toBeProblem('companies.last_owner');
  });

  it('let one of two owners step down who demote each other at once', async () => {
    const other = await world.user('other');
    const { company } = await companyWith(other);
    const demote = (as: User, { id: userId }: User) =>
      world.call(updateMember, {
        as,
        params: { companyId: company.id, userId },
        body: { role: 'member' },
      });
    const answers = await Promise.all([demote(owner, other), demote(other, owner)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const { items } = await bodyOf(
      world.call(listMembers, { as: owner, params: { companyId: company.id } }),
    );
    expect(items.filter(({ role }) => role === 'owner')).toHaveLength(1);
  });

  it('lose at once what acted for them, and within seconds what they left behind', async () => {
    const admin = await world.user('admin');
    const guest = await world.user('guest');
    const { company, params } = await companyWith();
    await joined(world, owner, company.id, admin, 'admin');
    const { token } = await invited(world, admin, company.id, { email: guest.email });
    const scopes = ['companies:read'] as const;
    const body = { name: 'Report', scopes: [...scopes], companyId: company.id };
    const key = await bodyOf(world.call(createApiKey, { as: admin, body }));
    expect(await world.call(listMembers, { as: key, params })).toHaveStatus(200);
    await bodyOf(world.call(removeMember, { as: owner, params: { ...params, userId: admin.id } }));
    expect(await world.call(listMembers, { as: admin, params })).toBeProblem(
      'companies.company_not_found',
    );
    expect(await world.call(listMembers, { as: key, params })).toBeProblem(
      'companies.company_not_found',
    );
    await world.drain();
    const keys = await bodyOf(world.call(listApiKeys, { as: admin }));
    expect(keys.items).toEqual([]);
    expect(await world.call(acceptInvitation, { as: guest, params: { token } })).toBeProblem(
      'companies.invitation_ended',
    );
    // Who comes back begins anew.
    await joined(world, owner, company.id, admin, 'viewer');
    expect(await world.call(listMembers, { as: admin, params })).toHaveStatus(200);
  });

  it('may leave a company that is closed, and are removed from none', async () => {
    const member = await world.user('member');
    const { company, params } = await companyWith();
    await joined(world, owner, company.id, member);
    const headers = { 'if-match': etagOf(company.version) };
    await bodyOf(
      world.call(closeCompany, { as: owner, params, headers, body: { reason: '합병' } }),
    );
    const removal = { as: owner, params: { ...params, userId: member.id } };
    expect(await world.call(removeMember, removal)).toBeProblem('companies.company_closed');
    expect(await leave(member, company.id)).toHaveStatus(204);
    expect(await leave(member, company.id)).toBeProblem('companies.company_not_found');
  });

  it('who own the last of a company cannot delete their account', async () => {
    const other = await world.user('other');
    const { company, params } = await companyWith();
    const remove = () => world.call(deleteMe, { as: owner, body: { password: owner.password } });
    const refused = await remove();
    expect(refused).toBeProblem('companies.last_owner');
    expect(refused.body).toMatchObject({ detail: expect.stringContaining(company.name) });
    await joined(world, owner, company.id, other, 'owner');
    expect(await remove()).toHaveStatus(202);
    const { items } = await bodyOf(world.call(listMembers, { as: other, params }));
    expect(items.map(({ userId }) => userId)).toEqual([other.id]);
  });

  it('know an owner for the last whose others have deleted their accounts', async () => {
    const other = await world.user('other');
    const { company } = await companyWith(other);
    const remove = (as: User) => world.call(deleteMe, { as, body: { password: as.password } });
    expect(await remove(other)).toHaveStatus(202);
    expect(await leave(owner, company.id)).toBeProblem('companies.last_owner');
    expect(await remove(owner)).toBeProblem('companies.last_owner');
  });

  it('leave with their account, and a company that nobody owns then is closed', async () => {
    const other = await world.user('other');
    const member = await world.user('member');
    const { company, params } = await companyWith(other);
    await joined(world, owner, company.id, member);
    const answer = await world.call(deleteMe, { as: other, body: { password: other.password } });
    expect(answer).toHaveStatus(202);
    // As if both had gone in the same moment, of whom neither was the last.
    const { CompanyCounts } = await import(
      '../../../lib/companies/membership/company-counts.entity.ts'
    );
    const { Members } = await import('../../../lib/companies/membership/members.entity.ts');
    await Members.remove({ companyId: company.id, userId: owner.id }).go();
    await CompanyCounts.patch({ companyId: company.id }).set({ members: 2, owners: 1 }).go();
    await purgingAccounts(world)();
    await world.drain();
    const reader = await world.user('reader');
    expect((await world.call(getCompany, { as: reader, params })).body).toMatchObject({
      status: 'closed',
    });
  });
});
