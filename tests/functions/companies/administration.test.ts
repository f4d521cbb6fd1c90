import {
  administerCompany,
  listCompanies,
} from '../../../functions/companies/administration/routes.ts';
import { listCompanyAudit } from '../../../functions/companies/audit/routes.ts';
import {
  listMembers,
  removeMember,
  updateMember,
} from '../../../functions/companies/members/routes.ts';
import {
  closeCompany,
  getCompany,
  listCompanyHistory,
  updateCompany,
} from '../../../functions/companies/records/routes.ts';
import { listAuditEntries } from '../../../functions/platform/audit/routes.ts';
import type { CompanyView } from '../../../lib/companies/records/schema.ts';
import { etagOf } from '../../../lib/http/etag.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { businessNumber, companyOf, joined } from '../../support/companies.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type SignedIn, type User, type World } from '../../support/world.ts';

describeInProcess('the administration of companies', () => {
  let world: World;
  let admin: SignedIn;
  let owner: User;

  beforeAll(async () => {
    world = await createWorld();
    admin = await world.callerWith(['admin']);
    owner = await world.user('owner');
  });

  const administer = (
    { id: companyId }: CompanyView,
    body: { status: 'active' | 'suspended'; reason: string } | { ownerId: string },
  ) => world.call(administerCompany, { as: admin, params: { companyId }, body });

  const change = ({ id: companyId, version }: CompanyView, body: object) =>
    world.call(updateCompany, {
      as: owner,
      params: { companyId },
      headers: { 'if-match': etagOf(version) },
      body,
    });

  it('suspends a company, which can be read and left but not changed, and lifts that', async () => {
    const company = await companyOf(world, owner);
    const member = await world.user('member');
    await joined(world, owner, company.id, member);
    const params = { companyId: company.id };
    const suspended = await bodyOf(
      administer(company, { status: 'suspended', reason: 'Fake tickets' }),
    );
    expect(suspended).toMatchObject({ status: 'suspended', statusReason: 'Fake tickets' });
    expect(await change(suspended, { employees: 1 })).toBeProblem('companies.company_suspended');
    expect(await world.call(listMembers, { as: owner, params })).toHaveStatus(200);
    const left = { ...params, userId: member.id };
    expect(await world.call(removeMember, { as: owner, params: left })).toBeProblem(
      'companies.company_suspended',
    );
    expect(await world.call(removeMember, { as: member, params: left })).toHaveStatus(204);
    const active = await bodyOf(administer(company, { status: 'active', reason: 'Cleared' }));
    expect(active).not.toHaveProperty('statusReason');
    expect(await change(active, { employees: 1 })).toHaveStatus(200);
    const { items } = await bodyOf(world.call(listCompanyHistory, { as: owner, params }));
    expect(items.map(({ action, reason }) => [action, reason])).toEqual([
      ['updated', undefined],
      ['reopened', 'Cleared'],
      ['suspended', 'Fake tickets'],
      ['created', undefined],
    ]);
  });

  it('reopens a closed company with its numbers, unless another has them', async () => {
    const number = businessNumber();
    const company = await companyOf(world, owner, { businessNumber: number });
    const params = { companyId: company.id };
    const close = async ({ version }: CompanyView) =>
      bodyOf(
        world.call(closeCompany, {
          as: owner,
          params,
          headers: { 'if-match': etagOf(version) },
          body: { reason: '합병' },
        }),
      );
    const closed = await close(company);
    const suspension = { status: 'suspended', reason: 'Fake tickets' } as const;
    expect(await administer(company, suspension)).toBeProblem('companies.company_closed');
    const opened = await bodyOf(administer(closed, { status: 'active', reason: 'A mistake' }));
    expect(opened).not.toHaveProperty('closedAt');
    await close(opened);
    await companyOf(world, owner, { businessNumber: number });
    expect(await administer(closed, { status: 'active', reason: 'Again' })).toBeProblem(
      'companies.business_number_taken',
    );
  });

  it('gives a company an owner, whoever they were in it', async () => {
    const company = await companyOf(world, owner);
    const params = { companyId: company.id };
    const [member, stranger] = [await world.user('member'), await world.user('stranger')];
    await joined(world, owner, company.id, member, 'viewer');
    for (const { id: ownerId } of [member, stranger, stranger]) {
      expect(await administer(company, { ownerId })).toHaveStatus(200);
    }
    const { items } = await bodyOf(
      world.call(listMembers, { as: stranger, params, query: { role: 'owner' } }),
    );
    expect(items).toHaveLength(3);
    // The count knows them: two may go, the last may not.
    const leave = (as: User) =>
      world.call(removeMember, { as, params: { ...params, userId: as.id } });
    expect(await leave(owner)).toHaveStatus(204);
    expect(await leave(member)).toHaveStatus(204);
    expect(await leave(stranger)).toBeProblem('companies.last_owner');
  });

  it('lists companies by name and status', async () => {
    const name = `Zephyr${Date.now()}`;
    const company = await companyOf(world, owner, { name });
    await bodyOf(administer(company, { status: 'suspended', reason: 'Fake tickets' }));
    const found = async (status: 'active' | 'suspended') => {
      const query = { query: name.toLowerCase(), status };
      return (await bodyOf(world.call(listCompanies, { as: admin, query }))).items;
    };
    expect((await found('suspended')).map(({ id }) => id)).toEqual([company.id]);
    expect(await found('active')).toEqual([]);
    expect(
      (await world.call(getCompany, { as: owner, params: { companyId: company.id } })).status,
    ).toBe(200);
  });

  it('tells the company and the service who did what, and another company nothing', async () => {
    const company = await companyOf(world, owner);
    const other = await companyOf(world, owner);
    const member = await world.user('member');
    await joined(world, owner, company.id, member);
    const params = { companyId: company.id, userId: member.id };
    await bodyOf(world.call(updateMember, { as: owner, params, body: { role: 'manager' } }));
    await world.drain();
    const audit = async (companyId: string, query = {}) =>
      (await bodyOf(world.call(listCompanyAudit, { as: owner, params: { companyId }, query })))
        .items;
    expect((await audit(company.id)).map(({ action }) => action).toSorted()).toEqual([
      'company.created',
      'invitation.accepted',
      'invitation.created',
      'member.joined',
      'member.joined',
      'member.role_changed',
    ]);
    const [entry] = await audit(company.id, { action: 'member.role_changed' });
    expect(entry).toMatchObject({
      actorId: owner.id,
      actorIp: expect.any(String),
      objectId: member.id,
      companyId: company.id,
      before: { role: 'member' },
      after: { role: 'manager' },
    });
    expect(await audit(company.id, { actorId: member.id })).toHaveLength(2);
    const elsewhere = (await audit(other.id)).map(({ objectId }) => objectId);
    expect(new Set(elsewhere)).toEqual(new Set([other.id, owner.id]));
    const query = { companyId: company.id, action: 'member.role_changed' };
    const { items } = await bodyOf(world.call(listAuditEntries, { as: admin, query }));
    expect(items).toEqual([entry]);
  });
});
