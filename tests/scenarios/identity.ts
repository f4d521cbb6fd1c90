import { randomUUID } from 'node:crypto';
import type { identityQueues } from '../../events/queues/identity.ts';
import type { identityTasks } from '../../events/schedules/identity.ts';
import { updateUser } from '../../functions/identity/administration/routes.ts';
import { createApiKey, listApiKeys } from '../../functions/identity/api-keys/routes.ts';
import { putDevice } from '../../functions/identity/devices/routes.ts';
import { registerPasskey } from '../../functions/identity/passkeys/routes.ts';
import { changePassword } from '../../functions/identity/passwords/routes.ts';
import { setProfileImage } from '../../functions/identity/profile-image/routes.ts';
import { getMe } from '../../functions/identity/profiles/routes.ts';
import { forgotPassword, resetPassword } from '../../functions/identity/recovery/routes.ts';
import { logout } from '../../functions/identity/sessions/routes.ts';
import { login, socialSignIn } from '../../functions/identity/sign-in/routes.ts';
import { signUp, verifyEmail } from '../../functions/identity/sign-up/routes.ts';
import { linkIdentity, unlinkIdentity } from '../../functions/identity/social/routes.ts';
import { confirmTotp, removeTotp } from '../../functions/identity/totp/routes.ts';
import type { UpdateUserInput } from '../../lib/identity/administration/schema.ts';
import type { RoutesByDomain } from '../../lib/registry/routes.ts';
import type { IdentityProvider } from '../../lib/schema/identity-providers.ts';
import { mailedToken } from '../support/mailed.ts';
import type { Caller, User, World } from '../support/world.ts';
import {
  bodyOf,
  challengedCaller,
  deleteAccount,
  enrolledApp,
  importedUser,
  purgingAccounts,
  sociableUser,
  userWithTotp,
} from './arrange.ts';
import { assertionOf, madePasskey, registeredPasskey } from './passkeys.ts';
import { announcedImage, leavingBare, pictured, settingImage } from './profile-images.ts';
import type { BackgroundScenarios, DomainScenarios, RouteScenarios } from './scenario.ts';

/** An address that nobody has yet, unique as the user whose it is made of. */
const freshAddress = ({ email }: User) => `fresh.${email}`;

const freshHandle = ({ id }: User) => `Fresh_${id.slice(-20)}`;

/** The subject of an identity that signs in to no account yet. */
const freshSubject = () => randomUUID();

const google = { provider: 'google' } as const;
const firebase = { provider: 'firebase' } as const;

const newcomer = { password: 'three blue lanterns', name: 'Newcomer' };

const newPassword = 'seven green kettles';

async function versionHeaders(world: World, as: User): Promise<Record<string, string>> {
  const { version } = await bodyOf(world.call(getMe, { as }));
  return { 'if-match': `"${version}"` };
}

const verificationToken = (world: World, { email }: User) =>
  mailedToken(world, email, 'Verify your address');

const signInAgain = (world: World, { email, password }: User) =>
  bodyOf(world.call(login, { body: { email, password } }));

async function link(world: World, as: Caller, provider: IdentityProvider): Promise<void> {
  const body = { idToken: await world.idToken({ provider, subject: freshSubject() }) };
  await bodyOf(world.call(linkIdentity, { as, params: { provider }, body }));
}

async function linkedKim(world: World, provider: IdentityProvider) {
  const as = await world.user('kim');
  await link(world, as, provider);
  return { as, params: { provider } };
}

/** A phone with a token that nothing else has. */
const newPhone = () => ({
  params: { deviceId: 'phone' },
  body: { platform: 'ios' as const, pushToken: `token-${randomUUID()}` },
});

async function registeredDevice(world: World) {
  const as = await world.user('kim');
  const phone = newPhone();
  await bodyOf(world.call(putDevice, { as, ...phone }));
  return { as, ...phone };
}

const routes: RouteScenarios<RoutesByDomain['identity']> = {
  signUp: {
    ofNewcomer: {
      async arrange(world) {
        const email = freshAddress(await world.user('kim'));
        return { body: { ...newcomer, email, bio: 'New here', locale: 'ko-KR' } };
      },
      others: 'same',
    },
    withHandle: {
      async arrange(world) {
        const kim = await world.user('kim');
        return { body: { ...newcomer, email: freshAddress(kim), handle: freshHandle(kim) } };
      },
      others: 'same',
    },
    withTakenAddress: {
      async arrange(world) {
        const { email } = await world.user('kim');
        return { body: { ...newcomer, email } };
      },
      others: 'same',
    },
  },
  login: {
    byPassword: {
      async arrange(world) {
        const { email, password } = await world.user('kim');
        return { body: { email, password, device: { name: "Kim's phone", platform: 'ios' } } };
      },
      others: 'same',
    },
    byImportedPassword: {
      arrange: async (world) => ({ body: await importedUser(world) }),
      others: 'same',
    },
    withSecondFactor: {
      async arrange(world) {
        const { email, password } = (await userWithTotp(world, 'kim')).user;
        return { body: { email, password, device: { name: "Kim's phone", platform: 'ios' } } };
      },
      others: 'same',
    },
    toDeletedAccount: {
      async arrange(world) {
        const { email, password } = await deletedKim(world);
        return { body: { email, password } };
      },
      others: 'same',
    },
  },
  answerChallenge: {
    byCode: {
      async arrange(world) {
        const { user, app } = await userWithTotp(world, 'kim');
        const as = await challengedCaller(world, user);
        return { as, body: { code: app.code({ periodsLater: 1 }) } };
      },
      others: 'auth.mfa_code_invalid',
      isShortLived: true,
      repeated: 'auth.token_invalid',
    },
    byRecoveryCode: {
      async arrange(world) {
        const { user, recoveryCodes } = await userWithTotp(world, 'kim');
        const as = await challengedCaller(world, user);
        return { as, body: { recoveryCode: recoveryCodes[3] ?? '' } };
      },
      others: 'auth.mfa_code_invalid',
      isShortLived: true,
      repeated: 'auth.token_invalid',
    },
  },
  socialSignIn: {
    ofNewcomer: {
      async arrange(world) {
        const email = freshAddress(await world.user('kim'));
        const idToken = await world.idToken({
          subject: freshSubject(),
          email,
          emailVerified: true,
        });
        const device = { name: "Kim's phone", platform: 'ios' };
        return { params: google, body: { idToken, device } };
      },
      others: 'same',
    },
    ofKnownIdentity: {
      async arrange(world) {
        const idToken = await world.idToken({ provider: 'firebase', subject: freshSubject() });
        const call = { params: firebase, body: { idToken } };
        await bodyOf(world.call(socialSignIn, call));
        return call;
      },
      others: 'same',
    },
    ofVerifiedAddress: {
      async arrange(world) {
        const kim = await world.signUp('kim');
        const token = await verificationToken(world, kim);
        await bodyOf(world.call(verifyEmail, { as: kim, body: { token } }));
        const { email } = kim;
        const idToken = await world.idToken({
          subject: freshSubject(),
          email,
          emailVerified: true,
        });
        return { params: google, body: { idToken } };
      },
      others: 'same',
    },
    ofAddressOnlyTheIssuerVerified: {
      async arrange(world) {
        const { email } = await world.user('kim');
        const idToken = await world.idToken({
          subject: freshSubject(),
          email,
          emailVerified: true,
        });
        return { params: google, body: { idToken } };
      },
      others: 'same',
    },
    withoutAddress: {
      async arrange(world) {
        const { email } = await world.user('kim');
        const idToken = await world.idToken({ subject: freshSubject(), email });
        return { params: google, body: { idToken } };
      },
      others: 'same',
    },
  },
  listIdentities: {
    async arrange(world) {
      const { as } = await linkedKim(world, 'firebase');
      return { as };
    },
    others: 'own',
  },
  linkIdentity: {
    ofFirst: {
      async arrange(world) {
        const as = await world.user('kim');
        return {
          as,
          params: google,
          body: { idToken: await world.idToken({ subject: freshSubject() }) },
        };
      },
      others: 'own',
    },
    again: {
      async arrange(world) {
        const as = await world.user('kim');
        const subject = freshSubject();
        const body = { idToken: await world.idToken({ subject }) };
        await bodyOf(world.call(linkIdentity, { as, params: google, body }));
        return { as, params: google, body: { idToken: await world.idToken({ subject }) } };
      },
      others: 'auth.identity_taken',
    },
  },
  unlinkIdentity: {
    besidePassword: {
      arrange: (world) => linkedKim(world, 'google'),
      others: 'own',
    },
    besideAnother: {
      async arrange(world) {
        const body = { idToken: await world.idToken({ subject: freshSubject() }) };
        const as = await bodyOf(world.call(socialSignIn, { params: google, body }));
        await link(world, as, 'firebase');
        return { as, params: firebase };
      },
      others: 'own',
    },
  },
  refresh: {
    async arrange(world) {
      const { refreshToken } = await world.user('kim');
      return { body: { refreshToken } };
    },
    others: 'same',
  },
  logout: {
    arrange: async (world) => ({ as: await world.user('kim') }),
    others: 'own',
    repeated: 'auth.token_invalid',
  },
  logoutAll: {
    async arrange(world) {
      const kim = await world.user('kim');
      await signInAgain(world, kim);
      return { as: kim };
    },
    others: 'own',
    endsSessions: true,
    repeated: 'auth.token_invalid',
  },
  listSessions: {
    async arrange(world) {
      const kim = await world.user('kim');
      await signInAgain(world, kim);
      return { as: kim };
    },
    others: 'own',
  },
  deleteSession: {
    async arrange(world) {
      const kim = await world.user('kim');
      const { session } = await signInAgain(world, kim);
      return { as: kim, params: { sessionId: session.id } };
    },
    others: 'hidden',
    repeated: 'auth.session_not_found',
  },
  createApiKey: {
    async arrange(world) {
      const body = { name: 'Nightly report', scopes: ['posts:read', 'account'] } as const;
      return { as: await world.user('kim'), body: { ...body, scopes: [...body.scopes] } };
    },
    others: 'own',
  },
  listApiKeys: {
    all: {
      async arrange(world) {
        const as = await world.user('kim');
        await world.apiKey(as, ['posts:read']);
        return { as };
      },
      others: 'own',
    },
    nextPage: {
      async arrange(world) {
        const as = await world.user('kim');
        for (const scope of ['posts:read', 'posts:write'] as const) await world.apiKey(as, [scope]);
        const page = await bodyOf(world.call(listApiKeys, { as, query: { limit: 1 } }));
        return { as, query: { limit: 1, cursor: page.nextCursor ?? '' } };
      },
      others: 'request.invalid_cursor',
    },
  },
  deleteApiKey: {
    async arrange(world) {
      const as = await world.user('kim');
      const { id: keyId } = await world.apiKey(as, ['posts:read']);
      return { as, params: { keyId } };
    },
    others: 'hidden',
    repeated: 'identity.api_key_not_found',
  },
  enrolTotp: {
    ofNone: {
      arrange: async (world) => ({ as: await world.user('kim') }),
      others: 'own',
    },
    again: {
      async arrange(world) {
        const as = await world.user('kim');
        await enrolledApp(world, as);
        return { as };
      },
      others: 'own',
    },
  },
  confirmTotp: {
    async arrange(world) {
      const as = await world.user('kim');
      const app = await enrolledApp(world, as);
      return { as, body: { code: app.code({ periodsLater: 1 }) } };
    },
    others: 'auth.totp_not_found',
    isShortLived: true,
    repeated: 'auth.totp_already_on',
  },
  removeTotp: {
    async arrange(world) {
      const { user } = await userWithTotp(world, 'kim');
      return { as: user, body: { password: user.password } };
    },
    others: 'auth.totp_not_found',
    repeated: 'auth.totp_not_found',
  },
  introspectToken: {
    ofRefreshToken: {
      async arrange(world) {
        const kim = await world.user('kim');
        return { as: await world.apiKey(kim, ['account']), body: { token: kim.refreshToken } };
      },
      others: 'own',
      ruledByAdmins: true,
    },
    ofAccessToken: {
      async arrange(world) {
        const kim = await world.user('kim');
        return { as: await world.apiKey(kim, ['account']), body: { token: kim.accessToken } };
      },
      others: 'own',
      ruledByAdmins: true,
    },
  },
  revokeToken: {
    ofRefreshToken: {
      async arrange(world) {
        const kim = await world.user('kim');
        return { as: await world.apiKey(kim, ['account']), body: { token: kim.refreshToken } };
      },
      others: 'own',
      ruledByAdmins: true,
    },
    ofApiKey: {
      async arrange(world) {
        const kim = await world.user('kim');
        const { key: token } = await world.apiKey(kim, ['posts:read']);
        return { as: await world.apiKey(kim, ['account']), body: { token } };
      },
      others: 'own',
      ruledByAdmins: true,
    },
  },
  passkeyRegistrationOptions: {
    afterSignIn: {
      arrange: async (world) => ({ as: await world.user('kim'), body: {} }),
      others: 'own',
    },
    byPassword: {
      async arrange(world) {
        const as = await world.user('kim');
        return { as, body: { password: as.password } };
      },
      others: 'own',
    },
  },
  registerPasskey: {
    async arrange(world) {
      const as = await world.user('kim');
      const { credential } = await madePasskey(world, as);
      return { as, body: { name: "Kim's laptop", credential } };
    },
    others: 'auth.passkey_unusable',
    isShortLived: true,
    repeated: 'auth.passkey_unusable',
  },
  listPasskeys: {
    async arrange(world) {
      const as = await world.user('kim');
      await registeredPasskey(world, as);
      return { as };
    },
    others: 'own',
  },
  deletePasskey: {
    async arrange(world) {
      const as = await world.user('kim');
      const { id: passkeyId } = await registeredPasskey(world, as);
      return { as, params: { passkeyId } };
    },
    others: 'hidden',
    repeated: 'auth.passkey_not_found',
  },
  passkeySignInOptions: {
    arrange: async () => ({}),
    others: 'same',
  },
  passkeySignIn: {
    async arrange(world) {
      const { passkey } = await registeredPasskey(world, await world.user('kim'));
      const credential = await assertionOf(world, passkey);
      return { body: { credential, device: { name: "Kim's laptop", platform: 'web' } } };
    },
    others: 'same',
    isShortLived: true,
    repeated: 'auth.passkey_invalid',
  },
  verifyEmail: {
    bySession: {
      async arrange(world) {
        const as = await world.signUp('kim');
        return { as, body: { token: await verificationToken(world, as) } };
      },
      others: 'auth.proof_required',
      bySessionAlone: true,
    },
    byPassword: {
      async arrange(world) {
        const kim = await world.signUp('kim');
        const token = await verificationToken(world, kim);
        return { body: { token, password: kim.password } };
      },
      others: 'same',
    },
  },
  resendVerification: {
    ofAccount: {
      async arrange(world) {
        const { email } = await world.user('kim');
        return { body: { email } };
      },
      others: 'same',
    },
    ofNobody: {
      arrange: async (world) => ({ body: { email: freshAddress(await world.user('kim')) } }),
      others: 'same',
    },
  },
  forgotPassword: {
    ofAccount: {
      async arrange(world) {
        const { email } = await world.user('kim');
        return { body: { email } };
      },
      others: 'same',
    },
    ofNobody: {
      arrange: async (world) => ({ body: { email: freshAddress(await world.user('kim')) } }),
      others: 'same',
    },
  },
  resetPassword: {
    async arrange(world) {
      const kim = await world.user('kim');
      await bodyOf(world.call(forgotPassword, { body: { email: kim.email } }));
      const token = await mailedToken(world, kim.email, 'Set a new password');
      return { body: { token, newPassword } };
    },
    others: 'same',
  },
  changePassword: {
    async arrange(world) {
      const kim = await world.user('kim');
      await signInAgain(world, kim);
      return { as: kim, body: { currentPassword: kim.password, newPassword } };
    },
    others: 'own',
    endsSessions: true,
  },
  getMe: {
    arrange: async (world) => ({ as: await world.user('kim') }),
    others: 'own',
  },
  updateMe: {
    ofProfile: {
      async arrange(world) {
        const as = await world.user('kim');
        const body = { name: 'Kim Lee', bio: 'Tea and tests', timeZone: 'Asia/Seoul' };
        return { as, headers: await versionHeaders(world, as), body };
      },
      others: 'own',
    },
    ofHandle: {
      async arrange(world) {
        const as = await world.user('kim');
        const body = { handle: freshHandle(as), isPrivate: true };
        return { as, headers: await versionHeaders(world, as), body };
      },
      others: 'own',
    },
  },
  deleteMe: {
    async arrange(world) {
      await world.user('first');
      const as = await world.user('kim');
      return { as, body: { password: as.password } };
    },
    others: 'own',
    endsSessions: true,
    repeated: 'auth.token_invalid',
  },
  getUser: {
    byId: {
      async arrange(world) {
        const { id: userId } = await world.user('lee');
        return { as: await world.user('kim'), params: { userId } };
      },
      others: 'same',
    },
    byHandle: {
      async arrange(world) {
        const { handle } = await bodyOf(world.call(getMe, { as: await world.user('lee') }));
        return { as: await world.user('kim'), params: { userId: `@${handle}` } };
      },
      others: 'same',
    },
  },
  searchUsers: {
    async arrange(world) {
      const as = await world.user('kim');
      const { handle } = await bodyOf(world.call(getMe, { as: await world.user('lee') }));
      return { as, query: { query: handle } };
    },
    others: 'same',
  },
  listUsers: {
    byHandle: {
      async arrange(world) {
        const { handle } = await bodyOf(world.call(getMe, { as: await world.user('lee') }));
        return { as: await world.callerWith(['admin']), query: { query: handle } };
      },
      others: 'same',
    },
    byAddress: {
      async arrange(world) {
        const { email } = await world.user('lee');
        return { as: await world.callerWith(['admin']), query: { query: email } };
      },
      others: 'same',
    },
  },
  updateUser: {
    suspending: { arrange: (world) => administrated(world, suspension), others: 'same' },
    promoting: { arrange: (world) => administrated(world, { role: 'admin' }), others: 'same' },
    lettingIn: {
      async arrange(world) {
        const call = await administrated(world, { status: 'active' });
        await bodyOf(world.call(updateUser, { ...call, body: suspension }));
        return call;
      },
      others: 'same',
    },
  },
  listDevices: {
    arrange: async (world) => ({ as: (await registeredDevice(world)).as }),
    others: 'own',
  },
  putDevice: {
    ofNewDevice: {
      async arrange(world) {
        const as = await world.user('kim');
        return { as, ...newPhone() };
      },
      others: 'own',
    },
    withAnothersToken: {
      async arrange(world) {
        const { as, params } = await registeredDevice(world);
        const { body } = await registeredDevice(world);
        return { as, params, body };
      },
      others: 'same',
    },
  },
  deleteDevice: {
    async arrange(world) {
      const { as, params } = await registeredDevice(world);
      return { as, params };
    },
    others: 'hidden',
    repeated: 'identity.device_not_found',
  },
  getNotificationPreferences: {
    arrange: async (world) => ({ as: await world.user('kim') }),
    others: 'own',
  },
  putNotificationPreferences: {
    async arrange(world) {
      const body = {
        topics: { like: { push: false }, message: { mail: true } },
        quietHours: { start: '22:00', end: '07:00' },
      };
      return { as: await world.user('kim'), body };
    },
    others: 'own',
  },
  uploadProfileImage: {
    arrange: async (world) => ({ as: await world.user('kim'), body: announcedImage() }),
    others: 'own',
  },
  setProfileImage: {
    uploaded: {
      arrange: async (world) => settingImage(world, await world.user('kim')),
      others: 'hidden',
    },
    rendered: {
      async arrange(world) {
        const call = await settingImage(world, await world.user('kim'));
        await bodyOf(world.call(setProfileImage, call));
        await world.drain();
        return call;
      },
      others: 'hidden',
    },
  },
  removeProfileImage: {
    arrange: async (world) => ({ as: await pictured(world) }),
    others: 'own',
  },
  getProfileImage: {
    arrange: async (world) => ({ params: { userId: (await pictured(world)).id } }),
    others: 'same',
  },
};

/** Somebody who has deleted their account. */
async function deletedKim(world: World): Promise<User> {
  await world.user('first');
  const kim = await world.user('kim');
  await deleteAccount(world, kim);
  return kim;
}

async function administrated(world: World, body: UpdateUserInput) {
  // Where nobody was before, the first account is the administrator, who must stay.
  await world.user('first');
  const { id: userId } = await world.user('lee');
  return { as: await world.callerWith(['admin']), params: { userId }, body };
}

const suspension: UpdateUserInput = { status: 'suspended', reason: 'Sold fake tickets' };

const workers: BackgroundScenarios<(typeof identityQueues)[number]> = {
  sendIdentityMail: {
    verification: {
      async arrange(world) {
        const email = freshAddress(await world.user('kim'));
        await world.drain();
        return signingUp(world, email);
      },
    },
    unverifiedSignIn: {
      env: { REQUIRE_VERIFIED_EMAIL: 'true' },
      async arrange(world) {
        const email = `waiting.${randomUUID()}@example.com`;
        const body = { email, password: newPassword };
        await bodyOf(world.call(signUp, { body: { ...body, name: 'Kim' } }));
        await world.drain();
        return async () => {
          const { status } = await world.call(login, { body });
          if (status !== 401) throw new Error(`An unverified sign-in answered ${status}`);
        };
      },
    },
    madeApiKey: {
      async arrange(world) {
        const as = await world.user('kim');
        await world.drain();
        const headers = { 'idempotency-key': `key-${as.id}` };
        const body = { name: 'Nightly report', scopes: ['account' as const] };
        return () => bodyOf(world.call(createApiKey, { as, headers, body }));
      },
    },
    linkedIdentity: {
      async arrange(world) {
        const as = await world.user('kim');
        await world.drain();
        return () => link(world, as, 'google');
      },
    },
    unlinkedIdentity: {
      async arrange(world) {
        const { as, params } = await linkedKim(world, 'google');
        await world.drain();
        return () => bodyOf(world.call(unlinkIdentity, { as, params }));
      },
    },
    repeatedSignUp: {
      async arrange(world) {
        const { email } = await world.user('kim');
        await world.drain();
        return signingUp(world, email);
      },
    },
    totpEnabled: {
      async arrange(world) {
        const as = await world.user('kim');
        const code = (await enrolledApp(world, as)).code();
        await world.drain();
        const headers = { 'idempotency-key': `confirm-${as.id}` };
        return () => bodyOf(world.call(confirmTotp, { as, headers, body: { code } }));
      },
    },
    totpDisabled: {
      async arrange(world) {
        const { user: as } = await userWithTotp(world, 'kim');
        await world.drain();
        return async () => {
          const { status } = await world.call(removeTotp, {
            as,
            body: { password: as.password },
          });
          if (status !== 204 && status !== 404) throw new Error(`Removing answered ${status}`);
        };
      },
    },
    accountDeleted: {
      async arrange(world) {
        await world.user('first');
        const kim = await world.user('kim');
        await world.drain();
        return () => deleteAccount(world, kim);
      },
    },
    accountRestored: {
      async arrange(world) {
        const { email, password } = await deletedKim(world);
        await world.drain();
        const headers = { 'idempotency-key': `restore-${email}` };
        return () => bodyOf(world.call(login, { headers, body: { email, password } }));
      },
    },
    newDevice: {
      async arrange(world) {
        const { email, password } = await world.user('kim');
        await world.drain();
        const headers = { 'idempotency-key': `phone-${email}` };
        const body = { email, password, device: { name: "Kim's phone", platform: 'ios' } };
        return () => bodyOf(world.call(login, { headers, body }));
      },
    },
    passkeyRegistered: {
      async arrange(world) {
        const as = await world.user('kim');
        const { credential } = await madePasskey(world, as);
        await world.drain();
        const headers = { 'idempotency-key': `register-${as.id}` };
        return () => bodyOf(world.call(registerPasskey, { as, headers, body: { credential } }));
      },
    },
    passwordReset: {
      async arrange(world) {
        const { email } = await world.user('kim');
        await world.drain();
        const headers = { 'idempotency-key': `forgot-${email}` };
        return () => bodyOf(world.call(forgotPassword, { headers, body: { email } }));
      },
    },
    passwordChanged: {
      async arrange(world) {
        const kim = await world.user('kim');
        await world.drain();
        const headers = { 'idempotency-key': `change-${kim.email}` };
        const body = { currentPassword: kim.password, newPassword };
        return () => bodyOf(world.call(changePassword, { as: kim, headers, body }));
      },
    },
  },
  removeLeftovers: {
    ofSession: {
      async arrange(world) {
        const { as } = await registeredDevice(world);
        await world.drain();
        return () => signOut(world, as);
      },
    },
    ofApiKeys: {
      async arrange(world) {
        const kim = await world.user('kim');
        for (let keys = 0; keys < 2; keys++) await world.apiKey(kim, ['account']);
        await bodyOf(world.call(forgotPassword, { body: { email: kim.email } }));
        const token = await mailedToken(world, kim.email, 'Set a new password');
        const headers = { 'idempotency-key': token };
        return () => bodyOf(world.call(resetPassword, { headers, body: { token, newPassword } }));
      },
    },
  },
  purgeAccount: {
    async arrange(world) {
      await deleteAccount(world, await sociableUser(world));
      await world.drain();
      return purgingAccounts(world);
    },
  },
  settleProfileImages: {
    ofRendered: {
      async arrange(world) {
        const call = await settingImage(world, await world.user('kim'));
        return () => bodyOf(world.call(setProfileImage, call));
      },
    },
    ofRemoved: {
      async arrange(world) {
        return leavingBare(world, await pictured(world));
      },
    },
  },
};

/** Signs out; who has, is. */
async function signOut(world: World, as: User): Promise<void> {
  const { status } = await world.call(logout, { as });
  if (status !== 204 && status !== 401) throw new Error(`Signing out answered ${status}`);
}

/** Signs up with an address, once however often it is called. */
const signingUp = (world: World, email: string) => () =>
  bodyOf(
    world.call(signUp, {
      headers: { 'idempotency-key': `sign-up-${email}` },
      body: { ...newcomer, email },
    }),
  );

const tasks: BackgroundScenarios<(typeof identityTasks)[number]> = {
  purgeDeletedAccounts: {
    async arrange(world) {
      await deletedKim(world);
      await world.drain();
      return purgingAccounts(world);
    },
  },
};

export const identity: DomainScenarios<'identity'> = { routes, workers, tasks };
