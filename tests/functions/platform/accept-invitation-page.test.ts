import {
  acceptInvitation,
  createInvitation,
  getInvitation,
} from '../../../functions/companies/invitations/routes.ts';
import { logout } from '../../../functions/identity/sessions/routes.ts';
import { answerChallenge, login } from '../../../functions/identity/sign-in/routes.ts';
import { signUp } from '../../../functions/identity/sign-up/routes.ts';
import { accountSuspended } from '../../../lib/auth/errors.ts';
import { invitationEnded } from '../../../lib/companies/errors.ts';
import { invitationStatuses } from '../../../lib/companies/invitations/schema.ts';
import { companyRoles } from '../../../lib/companies/membership/roles.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { companyOf } from '../../support/companies.ts';
import { createWorld, type World } from '../../support/world.ts';

const textOf = async (world: World, path: string) =>
  String((await world.request('GET', path)).body);

describe('the page that accepts an invitation', () => {
  let world: World;
  let page: string;
  let script: string;
  let templates: string[];

  beforeEach(async () => {
    world = await createWorld();
    page = await textOf(world, '/accept-invitation');
    script = await textOf(world, '/docs/assets/invitation.js');
    templates = [...page.matchAll(/<template id="(\w+)"/g)].map(([, id]) => String(id));
  });

  it('is where the mail leads while there is no web client', async () => {
    const owner = await world.user('owner');
    const guest = await world.user('guest');
    const { id: companyId } = await companyOf(world, owner);
    const body = { email: guest.email, role: 'member' } as const;
    await bodyOf(world.call(createInvitation, { as: owner, params: { companyId }, body }));
    const [mail] = await world.mails({ to: guest.email });
    const link = new URL(/^https?:.*$/m.exec(mail?.text ?? '')?.[0] ?? '');
    expect(link.pathname).toBe('/accept-invitation');
    expect(link.search).toMatch(/^\?token=[\w-]{43}$/);
    const opened = await world.request('GET', `${link.pathname}${link.search}`);
    expect(opened).toHaveStatus(200);
    expect(opened.body).toBe(page);
  });

  it('calls the API as it is', () => {
    const called = [...script.matchAll(/['`](\/v1\/[^'`]+)['`]/g)].map(([, path]) =>
      String(path).replace('$', ''),
    );
    const routes = [getInvitation, acceptInvitation, logout, login, signUp, answerChallenge];
    const paths = routes.map(({ path }) => path);
    expect(new Set(called)).toEqual(new Set(paths));
    expect(Object.keys(login.body.shape)).toEqual(expect.arrayContaining(['email', 'password']));
    expect(Object.keys(signUp.body.shape)).toEqual(
      expect.arrayContaining(['email', 'name', 'password', 'locale']),
    );
  });

  it('has words for whatever may become of an invitation, and for each role', () => {
    const ended = invitationStatuses.filter((status) => status !== 'pending');
    expect(templates).toEqual(expect.arrayContaining([...ended, ...companyRoles]));
    const codes = [...acceptInvitation.errors, accountSuspended]
      .filter((error) => error !== invitationEnded)
      .map(({ code }) => code);
    const told = [...script.matchAll(/'([a-z]+\.[a-z_]+)': '(\w+)'/g)];
    expect(new Set(told.map(([, code]) => code))).toEqual(new Set(codes));
    expect(templates).toEqual(expect.arrayContaining(told.map(([, , template]) => template)));
  });

  it('has what its script says, and says what it has', async () => {
    const shared = await textOf(world, '/docs/assets/mailed-link.js');
    const named = [...`${script}${shared}`.matchAll(/'(\w+)'/g)].map(([, name]) => name);
    const asked = [...page.matchAll(/data-(?:empty|view)="(\w+)"/g)].map(([, name]) => name);
    const known = new Set([...named, ...asked, ...invitationStatuses, ...companyRoles]);
    expect(templates.filter((template) => !known.has(template))).toEqual([]);
    const said = [
      ...script.matchAll(/(?:conclude\(|show\(|fault: |goTo\(\w+, )'(\w+)'/g),
      ...shared.matchAll(/fault: '(\w+)'/g),
    ].map(([, name]) => String(name));
    expect(said.length).toBeGreaterThan(10);
    expect(templates).toEqual(expect.arrayContaining([...said, ...asked]));
    expect(new Set(templates).size).toBe(templates.length);
  });

  it('has passwords kept under the address that was invited', () => {
    const forms = page.match(/<form[\s\S]*?<\/form>/g) ?? [];
    const withPassword = forms.filter((form) => form.includes('type="password"'));
    expect(withPassword).toHaveLength(2);
    for (const form of withPassword) expect(form).toContain('autocomplete="username"');
    expect(page).toContain('autocomplete="one-time-code"');
  });
});
