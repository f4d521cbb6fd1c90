import {
  acceptInvitation,
  createInvitation,
  getInvitation,
  listInvitations,
  resendInvitation,
  revokeInvitation,
} from '../../../functions/companies/invitations/routes.ts';
import {
  listMembers,
  removeMember,
  updateMember,
} from '../../../functions/companies/members/routes.ts';
import { closeCompany } from '../../../functions/companies/records/routes.ts';
import { verifyEmail } from '../../../functions/identity/sign-up/routes.ts';
import { listInbox } from '../../../functions/sns/inbox/routes.ts';
import { invitationsPerRun } from '../../../lib/companies/invitations/end-invitations.ts';
import type { CompanyView } from '../../../lib/companies/records/schema.ts';
import { etagOf } from '../../../lib/http/etag.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { companyOf, invited, joined } from '../../support/companies.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { mailedToken } from '../../support/mailed.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const week = 7 * 24 * 3600;

describeInProcess('an invitation', () => {
  let world: World;
  let owner: User;
  let guest: User;
  let company: CompanyView;
  let params: { companyId: string };

  beforeEach(async () => {
    world = await createWorld();
    owner = await world.user('owner');
    guest = await world.user('guest');
    company = await companyOf(world, owner, { name: '별빛 <전자>' });
    params = { companyId: company.id };
  });

  const accept = (as: User, token: string) =>
    world.call(acceptInvitation, { as, params: { token } });

  const statusOf = async (token: string) =>
    (await bodyOf(world.call(getInvitation, { params: { token } }))).status;

  it('works once, of fifty acceptances at once', async () => {
    const { token } = await invited(world, owner, company.id, { email: guest.email });
    const answers = await Promise.all(Array.from({ length: 50 }, () => accept(guest, token)));
    const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(statuses).toEqual([200, ...Array.from({ length: 49 }, () => 410)]);
    const { items } = await bodyOf(world.call(listMembers, { as: owner, params }));
    expect(items.map(({ userId }) => userId).toSorted()).toEqual([guest.id, owner.id].toSorted());
  });

  it('is one, of twenty at once to an address', async () => {
    const body = { email: guest.email, role: 'member' } as const;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.call(createInvitation, { as: owner, params, body })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toBeProblem('companies.invitation_pending');
    }
  });

  it('is for its address alone, and stays good when another tries', async () => {
    const other = await world.user('other');
    const { token } = await invited(world, owner, company.id, { email: guest.email.toUpperCase() });
    expect(await accept(other, token)).toBeProblem('companies.invitation_for_other_address');
    expect(await accept(guest, token)).toHaveStatus(200);
    expect(await accept(guest, token)).toBeProblem('companies.invitation_ended');
    expect(await accept(other, 'x'.repeat(43))).toBeProblem('companies.invitation_not_found');
  });

  it('ends by itself after a week, and makes room for another', async () => {
    const { invitation, token } = await invited(world, owner, company.id, { email: guest.email });
    await world.advance(week);
    const as = await world.callerWith(['companies:read', 'companies:write', 'account'], owner);
    expect(await statusOf(token)).toBe('expired');
    const { items } = await bodyOf(
      world.call(listInvitations, { as, params, query: { status: 'expired' } }),
    );
    expect(items.map(({ id }) => id)).toEqual([invitation.id]);
    const body = { email: guest.email, role: 'viewer' } as const;
    expect(await world.call(createInvitation, { as, params, body })).toHaveStatus(201);
    // The first cannot come back beside the second.
    const first = { ...params, invitationId: invitation.id };
    expect(await world.call(resendInvitation, { as, params: first })).toBeProblem(
      'companies.invitation_pending',
    );
  });

  it('has one token that works: that of the last mail', async () => {
    const { invitation, token } = await invited(world, owner, company.id, { email: guest.email });
    const again = { as: owner, params: { ...params, invitationId: invitation.id } };
    await bodyOf(world.call(resendInvitation, again));
    const next = await mailedToken(world, guest.email, 'You are invited');
    expect(next).not.toBe(token);
    expect(await accept(guest, token)).toBeProblem('companies.invitation_ended');
    expect(await world.call(getInvitation, { params: { token } })).toBeProblem(
      'companies.invitation_ended',
    );
    expect(await accept(guest, next)).toHaveStatus(200);
    expect(await world.call(resendInvitation, again)).toBeProblem(
      'companies.invitation_ended_already',
    );
  });

  it('is sent again once a later one of its address has gone', async () => {
    const { invitation } = await invited(world, owner, company.id, { email: guest.email });
    await world.advance(week);
    const as = await world.callerWith(['companies:read', 'companies:write', 'account'], owner);
    const body = { email: guest.email, role: 'viewer' } as const;
    const later = await bodyOf(world.call(createInvitation, { as, params, body }));
    const revoked = { ...params, invitationId: later.id };
    await bodyOf(world.call(revokeInvitation, { as, params: revoked }));
    const again = { ...params, invitationId: invitation.id };
    expect(await world.call(resendInvitation, { as, params: again })).toHaveStatus(200);
  });

  it('stands as long as who sent it may invite to its role', async () => {
    const admin = await world.user('admin');
    await joined(world, owner, company.id, admin, 'admin');
    const { invitation, token } = await invited(world, admin, company.id, {
      email: guest.email,
      role: 'admin',
    });
    const demoted = { ...params, userId: admin.id };
    await bodyOf(
      world.call(updateMember, { as: owner, params: demoted, body: { role: 'manager' } }),
    );
    expect(await accept(guest, token)).toBeProblem('companies.invitation_ended');
    expect(await statusOf(token)).toBe('revoked');
    // Who sends it again answers for it.
    const again = { as: owner, params: { ...params, invitationId: invitation.id } };
    await bodyOf(world.call(resendInvitation, again));
    await bodyOf(world.call(removeMember, { as: owner, params: demoted }));
    const next = await mailedToken(world, guest.email, 'You are invited');
    expect(await accept(guest, next)).toHaveStatus(200);
  });

  it('ends with the company', async () => {
    const { token } = await invited(world, owner, company.id, { email: guest.email });
    const headers = { 'if-match': etagOf(company.version) };
    await bodyOf(
      world.call(closeCompany, { as: owner, params, headers, body: { reason: '합병' } }),
    );
    await world.drain();
    expect(await statusOf(token)).toBe('revoked');
    expect(await accept(guest, token)).toBeProblem('companies.invitation_ended');
  });

  it('ends with the company, however many are open', async () => {
    const count = invitationsPerRun + 2;
    await Promise.all(
      Array.from({ length: count }, (_, index) => {
        const body = { email: `guest.${index}.${guest.email}`, role: 'viewer' } as const;
        return bodyOf(world.call(createInvitation, { as: owner, params, body }));
      }),
    );
    const headers = { 'if-match': etagOf(company.version) };
    await bodyOf(
      world.call(closeCompany, { as: owner, params, headers, body: { reason: '합병' } }),
    );
    await world.drain();
    const query = { status: 'revoked', limit: 100 } as const;
    const { items } = await bodyOf(world.call(listInvitations, { as: owner, params, query }));
    expect(items).toHaveLength(count);
  });

  it('is mailed in the language of the account, of the invitation, or in Korean', async () => {
    await invited(world, owner, company.id, { email: guest.email });
    const [english] = await world.mails({ to: guest.email });
    expect(english?.subject).toBe('You are invited to 별빛 <전자> on Moa');
    expect(english?.html).toContain('별빛 &lt;전자&gt;');
    const address = `nobody.${guest.email}`;
    const body = { email: address, role: 'member' } as const;
    const { id } = await bodyOf(world.call(createInvitation, { as: owner, params, body }));
    const [korean] = await world.mails({ to: address });
    expect(korean?.subject).toBe('별빛 <전자>에서 모아로 초대했습니다');
    await bodyOf(
      world.call(revokeInvitation, { as: owner, params: { ...params, invitationId: id } }),
    );
    const chosen = { ...body, locale: 'en-GB' };
    await bodyOf(world.call(createInvitation, { as: owner, params, body: chosen }));
    const [second] = await world.mails({ to: address });
    expect(second?.subject).toContain('You are invited');
  });

  it('is in the inbox of who has verified the address, until it ends', async () => {
    const lee = await world.signUp('lee');
    const token = await mailedToken(world, lee.email, 'Verify your address');
    await bodyOf(world.call(verifyEmail, { as: lee, body: { token } }));
    const inbox = async (as: User) => {
      await world.drain();
      return (await bodyOf(world.call(listInbox, { as }))).items;
    };
    const { invitation } = await invited(world, owner, company.id, { email: lee.email });
    expect(await inbox(lee)).toEqual([
      expect.objectContaining({
        type: 'invitation',
        target: { type: 'company', id: company.id },
        actors: [expect.objectContaining({ id: owner.id })],
      }),
    ]);
    const ended = { ...params, invitationId: invitation.id };
    await bodyOf(world.call(revokeInvitation, { as: owner, params: ended }));
    await bodyOf(world.call(revokeInvitation, { as: owner, params: ended }));
    expect(await inbox(lee)).toEqual([]);
  });
});
