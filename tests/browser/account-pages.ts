import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { getMe, updateMe } from '../../functions/identity/profiles/routes.ts';
import { forgotPassword } from '../../functions/identity/recovery/routes.ts';
import { login } from '../../functions/identity/sign-in/routes.ts';
import { accountPageTexts } from '../../lib/platform/account-pages/account-page-texts.ts';
import { bodyOf } from '../scenarios/arrange.ts';
import { type User, type World, worldOf } from '../support/world.ts';
import { follow, isFocused, newestLink, open, readers, type Visit } from './visit.ts';

/** Follows each kind of mailed link on a narrow phone, as readers of both languages in both schemes do. */
export async function useAccountPages(
  browser: Browser,
  baseUrl: string,
  screenshots: string | undefined,
): Promise<void> {
  const world = worldOf({ baseUrl, fetch: (request) => fetch(request) });
  for (const reader of readers) {
    const visit = await open(browser, { ...reader, screenshots });
    const kim = await world.signUp('kim');
    if (reader.language === 'ko') await readKorean(world, kim);
    await verify(visit, world, kim);
    await setPasswords(visit, world, kim);
    await seeFailures(visit, world, kim);
    assert.deepEqual(visit.complaints, []);
    await visit.context.close();
    console.log(`✓ followed mailed links: ${reader.language}, ${reader.scheme}`);
  }
  await readWithoutScript(browser, baseUrl);
  await openBroken(browser, baseUrl);
  console.log('✓ told what a page needs when there is no JavaScript');
}

async function readKorean(world: World, kim: User): Promise<void> {
  const { version } = await bodyOf(world.call(getMe, { as: kim }));
  const headers = { 'if-match': `"${version}"` };
  await bodyOf(world.call(updateMe, { as: kim, headers, body: { locale: 'ko-KR' } }));
}

/** Sends what is typed, and waits for the complaint that comes of it. */
async function expectFault({ page }: Visit, typed: string, fault: string): Promise<void> {
  const input = page.locator('form:visible input[name]');
  await input.fill(typed);
  await page.locator('form:visible button').click();
  await page.getByRole('alert').filter({ hasText: fault }).waitFor();
}

async function expectInputFault(visit: Visit, typed: string, fault: string): Promise<void> {
  await expectFault(visit, typed, fault);
  const input = visit.page.locator('form:visible input[name]');
  assert.ok(await isFocused(visit.page, 'form:not([hidden]) input[name]'));
  assert.equal(await input.getAttribute('aria-invalid'), 'true');
}

async function expectOutcome({ page }: Visit, typed: string, title: string): Promise<void> {
  await page.locator('form:visible input[name]').fill(typed);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: title }).waitFor();
  assert.ok(await isFocused(page, 'h1'));
  assert.equal(await page.title(), title);
}

async function verify(visit: Visit, world: World, kim: User): Promise<void> {
  const { page, look } = visit;
  const texts = accountPageTexts[visit.language];
  const link = await newestLink(world, kim);
  await follow(visit, link);
  await look('verify');
  await expectInputFault(visit, '', texts.empty);
  await expectInputFault(visit, 'not the password', texts.wrong);
  await look('verify-wrong');
  const input = page.getByLabel(texts.password, { exact: true });
  await page.getByLabel(texts.show).check();
  assert.equal(await input.getAttribute('type'), 'text');
  await page.getByLabel(texts.show).uncheck();
  assert.equal(await input.getAttribute('type'), 'password');
  await expectOutcome(visit, kim.password, texts.verifyEmail.done.title);
  assert.equal((await bodyOf(world.call(getMe, { as: kim }))).emailVerified, true);
  await look('verify-done');

  await follow(visit, link);
  await expectOutcome(visit, kim.password, texts.verifyEmail.gone.title);
  await look('verify-gone');
  await expectInputFault(visit, 'kim', texts.badEmail);
  await expectOutcome(visit, kim.email, texts.asked.title);
  await look('asked');
  await page.reload();
  await page.getByRole('heading', { name: texts.incomplete.title }).waitFor();
  await look('incomplete');
}

async function setPasswords(visit: Visit, world: World, kim: User): Promise<void> {
  const { email } = kim;
  const texts = accountPageTexts[visit.language];
  const signsIn = async (password: string) => {
    const { status } = await world.call(login, { body: { email, password } });
    return status === 200;
  };
  await bodyOf(world.call(forgotPassword, { body: { email } }));
  await follow(visit, await newestLink(world, kim));
  await visit.look('reset');
  for (const weak of ['short', 'password', email]) await expectInputFault(visit, weak, texts.weak);
  await visit.look('reset-weak');
  await expectOutcome(visit, 'seven green kettles', texts.resetPassword.done.title);
  await visit.look('reset-done');
  assert.ok(await signsIn('seven green kettles'));

  const undo = await newestLink(world, kim);
  await follow(visit, undo);
  await visit.look('undo');
  await expectOutcome(visit, 'eight amber spoons', texts.undoPasswordChange.done.title);
  await visit.look('undo-done');
  assert.ok(await signsIn('eight amber spoons'));
  assert.ok(!(await signsIn('seven green kettles')));
  await follow(visit, undo);
  await expectOutcome(visit, 'nine paper boats', texts.undoPasswordChange.gone.title);
  await visit.look('undo-gone');
}

/** What the API cannot do at the moment is told, and what was lost on its way can be sent again. */
async function seeFailures(visit: Visit, world: World, kim: User): Promise<void> {
  const { page, context } = visit;
  const texts = accountPageTexts[visit.language];
  const [typed, reset] = ['nine paper boats', '**/v1/auth/password/reset'];
  await follow(visit, await newestLink(world, kim));
  await page.route(reset, (route) =>
    route.fulfill({ status: 429, headers: { 'retry-after': '17' }, json: {} }),
  );
  await expectFault(visit, typed, texts.limited.replace('{seconds}', '17'));
  await visit.look('limited');
  await page.unroute(reset);
  await page.route(reset, (route) => route.fulfill({ status: 503, body: 'no JSON' }));
  await expectFault(visit, typed, texts.unavailable);
  await page.unroute(reset);
  await context.setOffline(true);
  await expectFault(visit, typed, texts.offline);
  await context.setOffline(false);
  // Its effect is there, and its answer is lost.
  await page.route(reset, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await expectFault(visit, typed, texts.offline);
  await page.unroute(reset);
  // From another network the same key is not known, and the token is used up.
  await page.route(reset, (route) => route.fulfill({ status: 410, json: {} }));
  await expectOutcome(visit, typed, texts.undoPasswordChange.done.title);
}

/** A mail client may break a link, and an asset may fail to load. */
async function openBroken(browser: Browser, baseUrl: string): Promise<void> {
  const context = await browser.newContext({ locale: 'en' });
  const page = await context.newPage();
  await page.goto(`${baseUrl}/reset-password?token=${'x'.repeat(30)}`);
  await page.getByRole('heading', { name: accountPageTexts.en.incomplete.title }).waitFor();
  await page.route('**/account.js*', (route) => route.abort());
  await page.goto(`${baseUrl}/reset-password?token=${'x'.repeat(43)}`);
  await page.getByText(accountPageTexts.en.needsScript).waitFor();
  await context.close();
}

async function readWithoutScript(browser: Browser, baseUrl: string): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'ko-KR' });
  const page = await context.newPage();
  const paths = ['verify-email', 'reset-password', 'undo-password-change', 'accept-invitation'];
  for (const path of paths) {
    await page.goto(`${baseUrl}/${path}?token=x`);
    const told = page.locator('#without-script');
    await told.waitFor();
    assert.equal(await told.textContent(), accountPageTexts.ko.needsScript);
    assert.equal(await page.locator('form:visible').count(), 0);
  }
  await context.close();
}
