import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import {
  listPasskeys,
  passkeyRegistrationOptions,
  registerPasskey,
} from '../../functions/identity/passkeys/routes.ts';
import { passkeySignIn, passkeySignInOptions } from '../../functions/identity/sign-in/routes.ts';
import type { CallInput } from '../../lib/client/client.ts';
import { bodyOf } from '../scenarios/arrange.ts';
import { worldOf } from '../support/world.ts';

type Registration = CallInput<typeof registerPasskey>['body']['credential'];
type Assertion = CallInput<typeof passkeySignIn>['body']['credential'];

/** An authenticator as a laptop has it, whose user has just shown that it is them. */
async function addAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** What the page of a client does with the options that it is given. */
const inPage = <Credential>(page: Page, method: string, parse: string, options: unknown) =>
  page.evaluate<Credential>(`(async () => {
    const publicKey = PublicKeyCredential.${parse}(${JSON.stringify(options)});
    return (await navigator.credentials.${method}({ publicKey })).toJSON();
  })()`);

const create = (page: Page, options: unknown) =>
  inPage<Registration>(page, 'create', 'parseCreationOptionsFromJSON', options);

const get = (page: Page, options: unknown) =>
  inPage<Assertion>(page, 'get', 'parseRequestOptionsFromJSON', options);

/** Registers a passkey and signs in by it. */
export async function usePasskeys(browser: Browser, baseUrl: string): Promise<void> {
  const page = await browser.newPage();
  await addAuthenticator(page);
  await page.goto(`${baseUrl.replace('127.0.0.1', 'localhost')}/docs`);
  const world = worldOf({ baseUrl, fetch: (request) => fetch(request) });
  const kim = await world.user('kim');
  const options = () => bodyOf(world.call(passkeyRegistrationOptions, { as: kim, body: {} }));

  const credential = await create(page, await options());
  const passkey = await bodyOf(world.call(registerPasskey, { as: kim, body: { credential } }));
  console.log(`✓ registered by Chromium ${browser.version()}`);

  await assert.rejects(create(page, await options()), /InvalidStateError/);
  console.log('✓ not made twice in one authenticator');

  for (const _ of [1, 2]) {
    const assertion = await get(page, await bodyOf(world.call(passkeySignInOptions)));
    const body = { credential: assertion };
    const { user } = await bodyOf(world.call(passkeySignIn, { body }));
    assert.equal(user.id, kim.id);
  }
  console.log('✓ signed in by it twice');

  const { items } = await bodyOf(world.call(listPasskeys, { as: kim }));
  assert.deepEqual(
    items.map(({ id }) => id),
    [passkey.id],
  );
  assert.ok(items[0]?.lastUsedAt);
  console.log('✓ listed, with its last use');
}
