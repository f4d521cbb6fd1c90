import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import {
  createInvitation,
  resendInvitation,
  revokeInvitation,
} from '../../functions/companies/invitations/routes.ts';
import { listMembers } from '../../functions/companies/members/routes.ts';
import { listSessions } from '../../functions/identity/sessions/routes.ts';
import { login } from '../../functions/identity/sign-in/routes.ts';
import { accountSuspended } from '../../lib/auth/errors.ts';
import {
  alreadyMember,
  companyClosed,
  companySuspended,
  invitationForOtherAddress,
  invitationNotFound,
  tooManyMembers,
} from '../../lib/companies/errors.ts';
import type { CompanyView } from '../../lib/companies/records/schema.ts';
import { accountPageTexts } from '../../lib/platform/account-pages/account-page-texts.ts';
import { invitationPageTexts } from '../../lib/platform/account-pages/invitation-page-texts.ts';
import { bodyOf, userWithTotp } from '../scenarios/arrange.ts';
import { companyOf } from '../support/companies.ts';
import { type User, type World, worldOf } from '../support/world.ts';
import {
  follow,
  isFocused,
  type Language,
  newestLink,
  open,
  readers,
  type Visit,
} from './visit.ts';

const companyName = '별빛 <b>전자</b> $& 주식회사';
const acceptance = '**/v1/invitations/*/accept';
const goodPassword = 'seven green kettles';

interface Invited {
  link: string;
  invitationId: string;
}

/** A visit by a reader whom a company invites. */
interface Guest {
  visit: Visit;
  world: World;
  owner: User;
  company: CompanyView;
}

/** Accepts invitations on a narrow phone, as readers of both languages in both schemes do. */
export async function useInvitationPage(
  browser: Browser,
  baseUrl: string,
  screenshots: string | undefined,
): Promise<void> {
  const world = worldOf({ baseUrl, fetch: (request) => fetch(request) });
  for (const reader of readers) {
    const visit = await open(browser, { ...reader, screenshots });
    const owner = await world.user('owner');
    const company = await companyOf(world, owner, { name: companyName });
    const guest = { visit, world, owner, company };
    await acceptByAccount(guest);
    await acceptBySecondFactor(guest);
    await acceptByNewAccount(guest);
    await seeDeadLinks(guest);
    await seeRefusals(guest);
    await seeFaults(guest);
    await loseAnswers(guest);
    assert.deepEqual(visit.complaints, []);
    await visit.context.close();
    console.log(`✓ accepted invitations: ${reader.language}, ${reader.scheme}`);
  }
}

const textsOf = (language: Language) => ({
  ...accountPageTexts[language],
  ...invitationPageTexts[language],
});

const newAddress = () => `guest-${randomUUID()}@example.com`;

async function invite({ visit, world, owner, company }: Guest, email: string): Promise<Invited> {
  const locale = visit.language === 'ko' ? 'ko-KR' : 'en-US';
  const { id } = await bodyOf(
    world.call(createInvitation, {
      as: owner,
      params: { companyId: company.id },
      body: { email, role: 'manager', locale },
    }),
  );
  return { link: await newestLink(world, { email }), invitationId: id };
}

/** Waits until the page says this, with its heading in focus. */
async function expectTitle({ page }: Visit, title: string): Promise<void> {
  const named = title.replace('{company}', () => companyName);
  await page.getByRole('heading', { name: named, exact: true }).waitFor();
  assert.ok(await isFocused(page, 'h1'));
  assert.equal(await page.title(), named);
}

async function expectFault({ page }: Visit, fault: string): Promise<void> {
  await page.getByRole('alert').filter({ hasText: fault }).waitFor();
}

/** Fills what is shown, in its order. */
async function fill({ page }: Visit, ...typed: string[]): Promise<void> {
  const inputs = page.locator('form:visible input[name]');
  assert.equal(await inputs.count(), typed.length);
  for (const [index, text] of typed.entries()) await inputs.nth(index).fill(text);
}

const submit = ({ page }: Visit) => page.locator('form:visible button:not([type])').click();

/** Opens the page of an invitation that stands. */
async function openOffer({ visit }: Guest, { link }: Invited): Promise<void> {
  await follow(visit, link);
  await expectTitle(visit, textsOf(visit.language).views.offered.title);
}

const membersOf = async ({ world, owner, company }: Guest) => {
  const params = { companyId: company.id };
  return (await bodyOf(world.call(listMembers, { as: owner, params }))).items;
};

const sessionsOf = async ({ world }: Guest, as: User) =>
  (await bodyOf(world.call(listSessions, { as }))).items.length;

/** Does what completes the acceptance, and waits until the page has signed out. */
async function join({ visit }: Guest, complete: () => Promise<void>): Promise<void> {
  const signedOut = visit.page.waitForResponse('**/v1/auth/logout');
  await complete();
  await expectTitle(visit, textsOf(visit.language).outcomes.done.title);
  assert.equal((await signedOut).status(), 204);
}

async function acceptByAccount(guest: Guest): Promise<void> {
  const { visit, world } = guest;
  const texts = textsOf(visit.language);
  const kim = await world.user('kim');
  const invited = await invite(guest, kim.email);
  await openOffer(guest, invited);
  const facts = await visit.page.locator('dd').allTextContents();
  assert.deepEqual(facts, [companyName, texts.roles.manager, kim.email]);
  await visit.look('invitation');
  await submit(visit);
  await expectFault(visit, texts.empty);
  await fill(visit, 'not the password');
  await submit(visit);
  await expectFault(visit, texts.faults.wrongPassword);
  assert.ok(await isFocused(visit.page, '#password'));
  await visit.look('invitation-wrong-password');
  await fill(visit, kim.password);
  let acceptances = 0;
  visit.page.on('request', (request) => {
    if (request.url().endsWith('/accept')) acceptances += 1;
  });
  await join(guest, () => visit.page.locator('form:visible button:not([type])').dblclick());
  assert.equal(acceptances, 1);
  await visit.look('invitation-done');
  const members = await membersOf(guest);
  assert.equal(members.find(({ userId }) => userId === kim.id)?.role, 'manager');
  assert.equal(await sessionsOf(guest, kim), 1);
  await follow(visit, invited.link);
  await expectTitle(visit, texts.outcomes.accepted.title);
  await visit.look('invitation-accepted');
}

async function acceptBySecondFactor(guest: Guest): Promise<void> {
  const { visit, world } = guest;
  const texts = textsOf(visit.language);
  const { user, app, recoveryCodes } = await userWithTotp(world, 'han');
  await openOffer(guest, await invite(guest, user.email));
  await fill(visit, user.password);
  await submit(visit);
  await expectTitle(visit, texts.views.confirming.title);
  await visit.look('invitation-second-factor');
  await submit(visit);
  await expectFault(visit, texts.faults.emptyCode);
  await fill(visit, 'not a code');
  await submit(visit);
  await expectFault(visit, texts.faults.wrongCode);
  assert.ok(await isFocused(visit.page, '#code'));
  const isEnglish = visit.language === 'en';
  // Of the app a later code than the one that turned it on: each counts once.
  await fill(visit, isEnglish ? app.code({ periodsLater: 1 }) : String(recoveryCodes[0]));
  await join(guest, () => submit(visit));
  assert.ok((await membersOf(guest)).some(({ userId }) => userId === user.id));

  const late = await userWithTotp(world, 'choi');
  await openOffer(guest, await invite(guest, late.user.email));
  await fill(visit, late.user.password);
  await submit(visit);
  await expectTitle(visit, texts.views.confirming.title);
  await visit.page.route('**/v1/auth/mfa/challenge', (route) =>
    route.fulfill({ status: 401, json: { code: 'auth.token_invalid' } }),
  );
  await fill(visit, '123456');
  await submit(visit);
  await expectTitle(visit, texts.views.again.title);
  await visit.look('invitation-again');
  await visit.page.unroute('**/v1/auth/mfa/challenge');
  await fill(visit, late.user.password);
  await submit(visit);
  await expectTitle(visit, texts.views.confirming.title);
  await fill(visit, String(late.recoveryCodes[0]));
  await join(guest, () => submit(visit));
}

/** By the keyboard alone. */
async function acceptByNewAccount(guest: Guest): Promise<void> {
  const { visit, world } = guest;
  const texts = textsOf(visit.language);
  const { keyboard } = visit.page;
  const email = newAddress();
  await openOffer(guest, await invite(guest, email));
  for (let tabs = 0; !(await isFocused(visit.page, '[data-to="sign-up"]')); tabs++) {
    assert.ok(tabs < 6);
    await keyboard.press('Tab');
  }
  await keyboard.press('Enter');
  await expectTitle(visit, texts.views.opening.title);
  await visit.look('invitation-sign-up');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expectFault(visit, texts.faults.emptyName);
  await keyboard.type('\u200b');
  await keyboard.press('Tab');
  await keyboard.type('short');
  await keyboard.press('Enter');
  await expectFault(visit, texts.faults.badName);
  assert.ok(await isFocused(visit.page, '#name'));
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type('박하늘');
  await keyboard.press('Enter');
  await expectFault(visit, texts.weak);
  assert.ok(await isFocused(visit.page, '#new-password'));
  await visit.look('invitation-weak');
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type(goodPassword);
  await join(guest, () => keyboard.press('Enter'));
  assert.ok((await membersOf(guest)).some(({ name }) => name === '박하늘'));
  const { user } = await bodyOf(world.call(login, { body: { email, password: goodPassword } }));
  assert.equal(user.locale, visit.language === 'ko' ? 'ko-KR' : 'en-US');

  // Where addresses must be verified, nobody signs in before.
  await openOffer(guest, await invite(guest, newAddress()));
  await visit.page.getByRole('button', { name: texts.toSignUp }).click();
  await visit.page.getByRole('button', { name: texts.toSignIn }).click();
  await expectTitle(visit, texts.views.offered.title);
  await visit.page.getByRole('button', { name: texts.toSignUp }).click();
  await visit.page.route('**/v1/auth/login', (route) => route.fulfill({ status: 401, json: {} }));
  await fill(visit, 'Choi', goodPassword);
  await submit(visit);
  await expectTitle(visit, texts.outcomes.checkMail.title);
  await visit.look('invitation-check-mail');
  await visit.page.unroute('**/v1/auth/login');
  const unlucky = newAddress();
  await openOffer(guest, await invite(guest, unlucky));
  await visit.page.getByRole('button', { name: texts.toSignUp }).click();
  await visit.page.route('**/v1/auth/login', (route) => route.fulfill({ status: 503 }));
  await fill(visit, 'Choi', goodPassword);
  await submit(visit);
  await expectTitle(visit, texts.views.opened.title);
  await visit.page.unroute('**/v1/auth/login');
  await fill(visit, goodPassword);
  await join(guest, () => submit(visit));
}

async function seeDeadLinks(guest: Guest): Promise<void> {
  const { visit, world, owner, company } = guest;
  const { outcomes, incomplete } = textsOf(visit.language);
  const paramsOf = ({ invitationId }: Invited) => ({ companyId: company.id, invitationId });
  const replaced = await invite(guest, newAddress());
  await bodyOf(world.call(resendInvitation, { as: owner, params: paramsOf(replaced) }));
  const revoked = await invite(guest, newAddress());
  await bodyOf(world.call(revokeInvitation, { as: owner, params: paramsOf(revoked) }));
  const expired = await invite(guest, newAddress());
  const unknown = expired.link.replace(/token=.*/, `token=${'x'.repeat(43)}`);
  await visit.page.route('**/v1/invitations/*', async (route) => {
    const response = await route.fetch();
    const token = new URL(expired.link).searchParams.get('token') ?? '';
    if (!route.request().url().endsWith(token)) return route.fulfill({ response });
    const json = { ...((await response.json()) as object), status: 'expired' };
    return route.fulfill({ response, json });
  });
  const links = [
    ['replaced', replaced.link, outcomes.replaced],
    ['revoked', revoked.link, outcomes.revoked],
    ['expired', expired.link, outcomes.expired],
    ['unknown', unknown, outcomes.unknown],
    ['incomplete', unknown.slice(0, -1), incomplete],
  ] as const;
  for (const [name, link, { title, text }] of links) {
    await follow(visit, link);
    await expectTitle(visit, title);
    const told = text.replace('{company}', () => companyName);
    assert.equal(await visit.page.locator('.lead').textContent(), told);
    assert.equal(await visit.page.locator('form, dl').count(), 0);
    await visit.look(`invitation-${name}`);
  }
  await visit.page.unroute('**/v1/invitations/*');
}

/** What cannot be accepted for good is told, and no session stays. */
async function seeRefusals(guest: Guest): Promise<void> {
  const { visit, world } = guest;
  const { outcomes } = textsOf(visit.language);
  const kim = await world.user('kim');
  const invited = await invite(guest, kim.email);
  const refusals = [
    [companyClosed, outcomes.companyClosed],
    [companySuspended, outcomes.companySuspended],
    [alreadyMember, outcomes.alreadyMember],
    [tooManyMembers, outcomes.companyFull],
    [invitationForOtherAddress, outcomes.otherAddress],
    [invitationNotFound, outcomes.unknown],
    [accountSuspended, outcomes.accountSuspended],
  ] as const;
  for (const [{ status, code }, { title }] of refusals) {
    await openOffer(guest, invited);
    await visit.page.route(acceptance, (route) => route.fulfill({ status, json: { code } }));
    await fill(visit, kim.password);
    const signedOut = visit.page.waitForResponse('**/v1/auth/logout');
    await submit(visit);
    await expectTitle(visit, title);
    await signedOut;
    await visit.look(`invitation-${code.replace(/^\w+\./, '')}`);
    await visit.page.unroute(acceptance);
  }
  assert.equal(await sessionsOf(guest, kim), 1);
}

const answerOnce = (page: Page, url: string, { status, seconds = 0 }: FaultyAnswer) => {
  const answer = { status, headers: { 'retry-after': String(seconds) }, json: {} };
  return page.route(url, (route) => route.fulfill(answer), { times: 1 });
};

interface FaultyAnswer {
  status: number;
  seconds?: number;
}

async function seeFaults(guest: Guest): Promise<void> {
  const { visit, world } = guest;
  const { page, context } = visit;
  const { views, limited, unavailable, offline } = textsOf(visit.language);
  const kim = await world.user('kim');
  const invited = await invite(guest, kim.email);
  await answerOnce(page, '**/v1/invitations/*', { status: 429, seconds: 17 });
  await follow(visit, invited.link);
  await expectFault(visit, limited.replace('{seconds}', '17'));
  await expectTitle(visit, views.notLoaded.title);
  await visit.look('invitation-not-loaded');
  await submit(visit);
  await expectTitle(visit, views.offered.title);

  await fill(visit, kim.password);
  for (const url of ['**/v1/auth/login', acceptance]) {
    await answerOnce(page, url, { status: 429, seconds: 17 });
    await submit(visit);
    await expectFault(visit, limited.replace('{seconds}', '17'));
    await answerOnce(page, url, { status: 503 });
    await submit(visit);
    await expectFault(visit, unavailable);
    await context.setOffline(true);
    await submit(visit);
    await expectFault(visit, offline);
    await context.setOffline(false);
  }
  await visit.look('invitation-offline');
  await join(guest, () => submit(visit));
  assert.equal(await sessionsOf(guest, kim), 1);
}

/** What was lost on its way is done once, and told as done. */
async function loseAnswers(guest: Guest): Promise<void> {
  const { visit, world } = guest;
  const { page } = visit;
  const { offline } = textsOf(visit.language);
  const lose = (url: string) =>
    page.route(
      url,
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
  const kim = await world.user('kim');
  await openOffer(guest, await invite(guest, kim.email));
  await fill(visit, kim.password);
  for (const url of ['**/v1/auth/login', acceptance]) {
    await lose(url);
    await submit(visit);
    await expectFault(visit, offline);
  }
  await join(guest, () => submit(visit));
  assert.equal(await sessionsOf(guest, kim), 1);

  // From another network the same key is not known, and the token is used up.
  const han = await world.user('han');
  await openOffer(guest, await invite(guest, han.email));
  await fill(visit, han.password);
  await lose(acceptance);
  await submit(visit);
  await expectFault(visit, offline);
  await answerOnce(page, acceptance, { status: 410 });
  await join(guest, () => submit(visit));

  // A session that is left when the page closes is ended.
  const choi = await world.user('choi');
  await openOffer(guest, await invite(guest, choi.email));
  await fill(visit, choi.password);
  await answerOnce(page, acceptance, { status: 503 });
  await submit(visit);
  await expectFault(visit, textsOf(visit.language).unavailable);
  assert.equal(await sessionsOf(guest, choi), 2);
  await page.goto('about:blank');
  for (let looks = 0; (await sessionsOf(guest, choi)) > 1; looks++) assert.ok(looks < 500);
}
