import * as z from 'zod';
import { createdFileView } from '../../lib/files/library/schema.ts';
import { defineRoute, type RateLimit } from '../../lib/http/route.ts';
import {
  adminUserView,
  exampleKeyId,
  exampleSessionId,
  exampleUserId,
  ownUserView,
  userView,
} from '../../lib/identity/accounts/schema.ts';
import { findUsersQuery, updateUserInput } from '../../lib/identity/administration/schema.ts';
import {
  apiKeyView,
  createApiKeyInput,
  newApiKeyView,
} from '../../lib/identity/api-keys/schema.ts';
import { deleteMeInput, deletionView } from '../../lib/identity/deletion/schema.ts';
import { deviceId, deviceInput, deviceView } from '../../lib/identity/devices/schema.ts';
import {
  examplePasskeyId,
  passkeyRegistrationOptionsInput,
  passkeyRegistrationOptionsView,
  passkeySignInInput,
  passkeySignInOptionsView,
  passkeyView,
  registerPasskeyInput,
} from '../../lib/identity/passkeys/schema.ts';
import { changePasswordInput } from '../../lib/identity/passwords/schema.ts';
import {
  profileImageQuery,
  profileImageStatusView,
  uploadProfileImageInput,
} from '../../lib/identity/profile-image/schema.ts';
import {
  searchUsersQuery,
  updateMeInput,
  userReference,
} from '../../lib/identity/profiles/schema.ts';
import { forgotPasswordInput, resetPasswordInput } from '../../lib/identity/recovery/schema.ts';
import {
  introspectionView,
  loginInput,
  refreshInput,
  sessionView,
  tokenQueryInput,
  tokensView,
} from '../../lib/identity/sessions/schema.ts';
import {
  challengeInput,
  loginView,
  signedInView,
  socialSignInInput,
  socialSignInView,
} from '../../lib/identity/sign-in/schema.ts';
import {
  resendVerificationInput,
  signUpInput,
  signUpView,
  verifyEmailInput,
} from '../../lib/identity/sign-up/schema.ts';
import {
  identityProvider,
  identityView,
  linkIdentityInput,
} from '../../lib/identity/social/schema.ts';
import {
  confirmTotpInput,
  recoveryCodesView,
  removeTotpInput,
  totpEnrolmentView,
} from '../../lib/identity/totp/schema.ts';
import type { Needs } from '../../lib/needs.ts';
import {
  notificationPreferencesInput,
  notificationPreferencesView,
  notificationTopics,
} from '../../lib/notifications/notification-preferences-schema.ts';
import { id } from '../../lib/schema/ids.ts';
import { pageOf } from '../../lib/schema/page.ts';

// A function's share of a processor grows with its memory; below this a hash takes a second.
const hashingMemoryMb = 1024;

// Guesses that are evaluated for one account stay below 100 an hour from all sources together, but for
// those where its owner is known: there, as many again.
const perAccount: RateLimit = {
  name: 'account',
  by: 'email',
  knownSourcesApart: true,
  perMinute: 1,
  burst: 20,
};

// By all routes that ask for one's own password: with those at sign-in still below 100 an hour.
const ownPasswordGuesses: RateLimit = {
  name: 'own-password',
  by: 'account',
  shared: true,
  perMinute: 0.2,
  burst: 5,
};

// By all routes that mail an address that somebody names.
const mailsPerAddress: RateLimit = {
  name: 'address',
  by: 'email',
  shared: true,
  perMinute: 0.5,
  burst: 5,
};

const perSource = (perMinute: number, burst: number): RateLimit => ({
  name: 'source',
  by: 'source',
  perMinute,
  burst,
});

// The end of every way to sign in: a session begins, and takes the place of others when it must.
const beginSessionNeeds = [
  'GetItem',
  'Query',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'ConditionCheckItem',
] as const satisfies Needs['dynamodb'];

// What ends all sessions of a user, or all but one.
const endSessionsNeeds = [
  'GetItem',
  'PutItem',
  'DeleteItem',
  'ConditionCheckItem',
] as const satisfies Needs['dynamodb'];

const exampleUser = {
  id: exampleUserId,
  handle: 'kim',
  name: 'Kim',
  bio: 'Coffee and code',
  createdAt: '2026-11-21T09:00:00.000Z',
  postCount: 12,
  followerCount: 34,
  followingCount: 5,
  isPrivate: false,
};

const exampleMe = {
  ...exampleUser,
  email: 'kim@example.com',
  emailVerified: true,
  role: 'user',
  status: 'active',
  locale: 'ko-KR',
  timeZone: 'Asia/Seoul',
  version: 1,
};

const exampleSession = {
  id: exampleSessionId,
  device: { name: "Kim's phone", platform: 'ios' },
  source: '203.0.113.7',
  createdAt: '2026-11-21T09:00:00.000Z',
  lastUsedAt: '2026-11-21T09:00:00.000Z',
  current: true,
};

const exampleRefreshToken = `moa_rt_${exampleUserId.slice(4)}_${exampleSessionId.slice(4)}_1_${'x'.repeat(43)}`;

const exampleTokens = {
  accessToken: 'eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl',
  tokenType: 'Bearer',
  expiresIn: 900,
  refreshToken: exampleRefreshToken,
};

const exampleIdToken = 'eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl';

const exampleLogin = {
  ...exampleTokens,
  session: exampleSession,
  user: exampleMe,
};

export const signUp = defineRoute({
  id: 'identity.signUp',
  method: 'POST',
  path: '/v1/auth/sign-up',
  summary: 'Open an account',
  description:
    'Mails a link that verifies the address. The answer is the same when the address already has an account; then its owner is told by mail. Where addresses must be verified, the account shows nowhere before, and gets its handle then unless somebody else has it.',
  auth: 'public',
  body: signUpInput,
  idempotent: true,
  rateLimits: [perSource(20, 60), mailsPerAddress],
  responses: { 201: signUpView },
  errors: ['identity.handle_taken'],
  examples: {
    body: { email: 'kim@example.com', password: 'three blue lanterns', name: 'Kim' },
    response: { email: 'kim@example.com', name: 'Kim', status: 'verification_sent' },
  },
  needs: { dynamodb: ['BatchGetItem', 'PutItem'] },
  memoryMb: hashingMemoryMb,
});

export const login = defineRoute({
  id: 'identity.login',
  method: 'POST',
  path: '/v1/auth/login',
  summary: 'Sign in with address and password',
  description:
    'Where a second factor is on, the answer is `mfaToken` and `methods` instead: `POST /v1/auth/mfa/challenge` ends the sign-in. Where addresses must be verified, it is refused as a wrong password before, and the verification is mailed again, at most hourly.',
  auth: 'public',
  body: loginInput,
  idempotent: true,
  rateLimits: [perSource(20, 60), perAccount],
  responses: { 200: loginView },
  errors: ['auth.invalid_credentials', 'auth.account_suspended'],
  examples: {
    body: {
      email: 'kim@example.com',
      password: 'three blue lanterns',
      device: { name: "Kim's phone", platform: 'ios' },
    },
    response: exampleLogin,
  },
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem', ...beginSessionNeeds],
    indexes: ['gsi1'],
    secrets: ['signing-keys', 'refresh-token-key'],
  },
  memoryMb: hashingMemoryMb,
});

export const socialSignIn = defineRoute({
  id: 'identity.socialSignIn',
  method: 'POST',
  path: '/v1/auth/social/{provider}',
  summary: 'Sign in with an ID token of Google or Firebase',
  description:
    'Opens an account at the first sign-in. An account with the same address is signed in to when both the provider and Moa have verified the address; without a verified address the new account has none.',
  auth: 'public',
  params: z.strictObject({ provider: identityProvider }),
  body: socialSignInInput,
  idempotent: true,
  rateLimits: [perSource(20, 60)],
  responses: { 200: socialSignInView },
  errors: [
    'auth.id_token_invalid',
    'auth.provider_not_set_up',
    'auth.invalid_credentials',
    'auth.account_suspended',
    'auth.email_not_verified',
    'auth.another_identity_linked',
  ],
  examples: {
    params: { provider: 'google' },
    body: { idToken: exampleIdToken, device: { name: "Kim's phone", platform: 'ios' } },
    response: { ...exampleLogin, isNewUser: true },
  },
  needs: {
    dynamodb: ['BatchGetItem', ...beginSessionNeeds],
    secrets: ['signing-keys', 'refresh-token-key'],
  },
});

const exampleIdentity = {
  provider: 'google',
  email: 'kim@example.com',
  linkedAt: '2026-11-21T09:00:00.000Z',
};

export const listIdentities = defineRoute({
  id: 'identity.listIdentities',
  method: 'GET',
  path: '/v1/auth/identities',
  summary: 'List the identities at providers by which you sign in',
  description: 'By the name of the provider.',
  auth: { scopes: ['account'] },
  paginated: true,
  responses: { 200: pageOf(identityView) },
  errors: [],
  examples: { response: { items: [exampleIdentity], nextCursor: null } },
  needs: { dynamodb: ['GetItem'] },
});

export const linkIdentity = defineRoute({
  id: 'identity.linkIdentity',
  method: 'PUT',
  path: '/v1/auth/identities/{provider}',
  summary: 'Sign in by an identity of a provider from now on',
  description:
    'Wants a sign-in of the last ten minutes. An identity of the same provider that is linked already stays: unlink it first. The owner is told by mail.',
  auth: { scopes: ['account'], credential: 'session' },
  params: z.strictObject({ provider: identityProvider }),
  body: linkIdentityInput,
  responses: { 200: identityView },
  errors: [
    'auth.id_token_invalid',
    'auth.provider_not_set_up',
    'auth.identity_taken',
    'auth.another_identity_linked',
    'auth.fresh_sign_in_required',
  ],
  examples: {
    params: { provider: 'google' },
    body: { idToken: exampleIdToken },
    response: exampleIdentity,
  },
  needs: {
    dynamodb: ['BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
  },
});

export const unlinkIdentity = defineRoute({
  id: 'identity.unlinkIdentity',
  method: 'DELETE',
  path: '/v1/auth/identities/{provider}',
  summary: 'Stop signing in by an identity of a provider',
  description:
    'Something else to sign in by must be left. Nothing happens when none is linked. The owner is told by mail.',
  auth: { scopes: ['account'], credential: 'session' },
  params: z.strictObject({ provider: identityProvider }),
  responses: { 204: { description: 'No identity of this provider signs in' } },
  errors: ['auth.last_way_in'],
  examples: { params: { provider: 'google' } },
  needs: {
    dynamodb: ['BatchGetItem', 'GetItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
  },
});

export const refresh = defineRoute({
  id: 'identity.refresh',
  method: 'POST',
  path: '/v1/auth/refresh',
  summary: 'Exchange a refresh token for the next pair of tokens',
  description:
    'Each refresh token gives one next token. Repeating the request within ten seconds gives the same one, so that a lost answer or several tabs do no harm; using a token again later ends the session.',
  auth: 'public',
  body: refreshInput,
  rateLimits: [perSource(60, 120)],
  responses: { 200: tokensView },
  errors: ['auth.refresh_token_invalid', 'auth.account_suspended'],
  examples: { body: { refreshToken: exampleRefreshToken }, response: exampleTokens },
  needs: {
    dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem', 'PutItem'],
    secrets: ['signing-keys', 'refresh-token-key'],
  },
});

export const logout = defineRoute({
  id: 'identity.logout',
  method: 'POST',
  path: '/v1/auth/logout',
  summary: 'Sign out here',
  description: 'Ends refresh at once and access within five seconds.',
  auth: { scopes: ['account'], credential: 'session' },
  responses: { 204: { description: 'Signed out' } },
  errors: [],
  examples: {},
  needs: { dynamodb: ['DeleteItem', 'UpdateItem', 'PutItem'] },
});

export const logoutAll = defineRoute({
  id: 'identity.logoutAll',
  method: 'POST',
  path: '/v1/auth/logout-all',
  summary: 'Sign out everywhere',
  description: 'Ends refresh on all devices at once, and access within five seconds.',
  auth: { scopes: ['account'] },
  responses: { 204: { description: 'Signed out' } },
  errors: [],
  examples: {},
  needs: { dynamodb: endSessionsNeeds },
});

export const listSessions = defineRoute({
  id: 'identity.listSessions',
  method: 'GET',
  path: '/v1/auth/sessions',
  summary: 'List where one is signed in',
  description: 'The latest sign-in first. The one that asks is `current`.',
  auth: { scopes: ['account'], credential: 'session' },
  paginated: true,
  responses: { 200: pageOf(sessionView) },
  errors: [],
  examples: { response: { items: [exampleSession], nextCursor: null } },
  needs: { dynamodb: ['Query'] },
});

export const deleteSession = defineRoute({
  id: 'identity.deleteSession',
  method: 'DELETE',
  path: '/v1/auth/sessions/{sessionId}',
  summary: 'Sign out on one device',
  description: 'Ends refresh there at once and access within five seconds.',
  auth: { scopes: ['account'] },
  params: z.strictObject({ sessionId: id('session') }),
  responses: { 204: { description: 'Signed out there' } },
  errors: ['auth.session_not_found'],
  examples: { params: { sessionId: exampleSessionId } },
  needs: { dynamodb: ['DeleteItem', 'UpdateItem', 'PutItem'] },
});

const exampleApiKey = {
  id: exampleKeyId,
  name: 'Nightly report',
  prefix: `moa_prod_${exampleKeyId.slice(4)}`,
  scopes: ['posts:read', 'crm:read'],
  expiresAt: '2036-11-21T09:00:00.000Z',
  createdAt: '2026-11-21T09:00:00.000Z',
};

export const createApiKey = defineRoute({
  id: 'identity.createApiKey',
  method: 'POST',
  path: '/v1/auth/api-keys',
  summary: 'Make an API key',
  description:
    'The key acts for its owner within its scopes, which are at most those of the caller; `metrics:read` is for administrators. This answer alone shows it, and its making is mailed to the owner. Two keys can live side by side, so that one can take the place of the other. Wants a sign-in of the last ten minutes.',
  auth: { scopes: ['account'], credential: 'session' },
  body: createApiKeyInput,
  idempotent: true,
  responses: { 201: newApiKeyView },
  errors: ['auth.fresh_sign_in_required', 'identity.scope_not_held', 'identity.too_many_api_keys'],
  examples: {
    body: {
      name: 'Nightly report',
      scopes: ['posts:read', 'crm:read'],
      expiresAt: '2036-11-21T09:00:00.000Z',
    },
    response: { ...exampleApiKey, key: `${exampleApiKey.prefix}_${'x'.repeat(43)}` },
  },
  needs: { dynamodb: ['BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'] },
});

export const listApiKeys = defineRoute({
  id: 'identity.listApiKeys',
  method: 'GET',
  path: '/v1/auth/api-keys',
  summary: "List one's own API keys",
  auth: { scopes: ['account'] },
  paginated: true,
  responses: { 200: pageOf(apiKeyView) },
  errors: [],
  examples: {
    response: {
      items: [{ ...exampleApiKey, lastUsedAt: '2026-11-21T10:00:00.000Z' }],
      nextCursor: null,
    },
  },
  needs: { dynamodb: ['GetItem', 'BatchGetItem'] },
});

export const deleteApiKey = defineRoute({
  id: 'identity.deleteApiKey',
  method: 'DELETE',
  path: '/v1/auth/api-keys/{keyId}',
  summary: "End one of one's own API keys",
  description: 'It is honoured nowhere any more after five seconds.',
  auth: { scopes: ['account'] },
  params: z.strictObject({ keyId: id('apiKey') }),
  responses: { 204: { description: 'The key is deleted' } },
  errors: ['identity.api_key_not_found'],
  examples: { params: { keyId: exampleKeyId } },
  needs: { dynamodb: ['DeleteItem', 'UpdateItem'] },
});

// Six digits bear few guesses: some at once for slips, then twelve an hour.
const guessesPerAccount: RateLimit = { name: 'account', by: 'account', perMinute: 0.2, burst: 10 };
const secondFactorGuesses: RateLimit = { ...guessesPerAccount, knownSourcesApart: true };

const exampleTotpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

export const enrolTotp = defineRoute({
  id: 'identity.enrolTotp',
  method: 'POST',
  path: '/v1/auth/mfa/totp',
  summary: 'Begin to enrol an authenticator app',
  description:
    'Codes by time (RFC 6238): SHA-1, 6 digits, 30 seconds. Nothing changes at sign-in until the app has shown its first code at `POST /v1/auth/mfa/totp/confirm`; enrolling again before gives another secret. Wants a sign-in of the last ten minutes: a token that somebody else has found must not lock its owner out.',
  auth: { scopes: ['account'], credential: 'session' },
  idempotent: true,
  responses: { 200: totpEnrolmentView },
  errors: ['identity.user_not_found', 'auth.totp_already_on', 'auth.fresh_sign_in_required'],
  examples: {
    response: {
      secret: exampleTotpSecret,
      otpauthUri: `otpauth://totp/Moa:kim@example.com?secret=${exampleTotpSecret}&issuer=Moa&algorithm=SHA1&digits=6&period=30`,
      qrSvg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 53 53"></svg>',
    },
  },
  needs: { dynamodb: ['GetItem', 'PutItem'], secrets: ['second-factor-key'] },
});

export const confirmTotp = defineRoute({
  id: 'identity.confirmTotp',
  method: 'POST',
  path: '/v1/auth/mfa/totp/confirm',
  summary: 'Turn the second factor on with the first code of the app',
  description:
    'Within ten minutes of the enrolment. From now on signing in asks for a code. The ten recovery codes are shown here alone; each stands in for the app once.',
  auth: { scopes: ['account'], credential: 'session' },
  body: confirmTotpInput,
  idempotent: true,
  rateLimits: [guessesPerAccount],
  responses: { 200: recoveryCodesView },
  errors: ['auth.mfa_code_invalid', 'auth.totp_not_found', 'auth.totp_already_on'],
  examples: {
    body: { code: '123456' },
    response: { recoveryCodes: Array.from({ length: 10 }, () => '4f9k-2m7x-q0r8-z5tw') },
  },
  needs: {
    dynamodb: ['GetItem', 'UpdateItem', 'ConditionCheckItem'],
    secrets: ['second-factor-key'],
  },
});

export const removeTotp = defineRoute({
  id: 'identity.removeTotp',
  method: 'DELETE',
  path: '/v1/auth/mfa/totp',
  summary: 'Turn the second factor off',
  description: 'Takes the password, and forgets the app and the recovery codes.',
  auth: { scopes: ['account'], credential: 'session' },
  body: removeTotpInput,
  rateLimits: [ownPasswordGuesses],
  responses: { 204: { description: 'No second factor is asked for any more' } },
  errors: ['auth.invalid_credentials', 'auth.totp_not_found'],
  examples: { body: { password: 'three blue lanterns' } },
  needs: { dynamodb: ['GetItem', 'PutItem'] },
  memoryMb: hashingMemoryMb,
});

export const introspectToken = defineRoute({
  id: 'identity.introspectToken',
  method: 'POST',
  path: '/v1/auth/introspect',
  summary: 'Tell what a token allows (RFC 7662)',
  description:
    "Takes access tokens, refresh tokens and API keys: one's own, and by a key with the scope `admin` anybody's. Every other text is a token that is not active.",
  auth: { scopes: ['account'], credential: 'api_key' },
  body: tokenQueryInput,
  form: true,
  // Who guards something by it asks for each request that comes there.
  rateLimits: [
    { name: 'account', by: 'account', perContainer: true, perMinute: 1200, burst: 2400 },
  ],
  responses: { 200: introspectionView },
  errors: [],
  examples: {
    body: { token: exampleRefreshToken },
    response: {
      active: true,
      client_id: 'moa',
      sub: exampleUserId,
      iss: 'https://api.moa.example',
      sid: exampleSessionId,
      exp: 1_795_254_000,
    },
  },
  needs: { dynamodb: ['GetItem'], secrets: ['refresh-token-key'] },
});

export const revokeToken = defineRoute({
  id: 'identity.revokeToken',
  method: 'POST',
  path: '/v1/auth/revoke',
  summary: 'Revoke a token (RFC 7009)',
  description:
    "Ends the session of an access or refresh token, or an API key: one's own, and by a key with the scope `admin` anybody's. Every other text is answered alike and changes nothing.",
  auth: { scopes: ['account'], credential: 'api_key' },
  body: tokenQueryInput,
  form: true,
  responses: { 200: { description: 'The token is not honoured, or not any more' } },
  errors: [],
  examples: { body: { token: exampleRefreshToken } },
  needs: {
    dynamodb: ['GetItem', 'DeleteItem', 'UpdateItem', 'PutItem'],
    secrets: ['refresh-token-key'],
  },
});

const guessesPerChallenge: RateLimit = { name: 'challenge', by: 'caller', perMinute: 1, burst: 5 };

export const answerChallenge = defineRoute({
  id: 'identity.answerChallenge',
  method: 'POST',
  path: '/v1/auth/mfa/challenge',
  summary: 'End a sign-in by its second factor',
  description:
    'Takes the `mfaToken` of the sign-in as bearer token, once, and a `code` of the authenticator app or a `recoveryCode`, each of which counts once.',
  auth: 'otp',
  body: challengeInput,
  idempotent: true,
  rateLimits: [perSource(20, 60), guessesPerChallenge, secondFactorGuesses],
  responses: { 200: signedInView },
  errors: [
    'auth.invalid_credentials',
    'auth.mfa_code_invalid',
    'auth.account_suspended',
    'auth.email_not_verified',
  ],
  examples: { body: { code: '123456' }, response: exampleLogin },
  needs: {
    dynamodb: ['BatchGetItem', ...beginSessionNeeds],
    secrets: ['signing-keys', 'refresh-token-key', 'second-factor-key'],
  },
});

const examplePasskey = {
  id: examplePasskeyId,
  name: "Kim's laptop",
  createdAt: '2026-11-21T09:00:00.000Z',
};

const exampleCredential = {
  id: 'Y3JlZGVudGlhbA',
  rawId: 'Y3JlZGVudGlhbA',
  type: 'public-key',
  clientExtensionResults: {},
};

const exampleClientData = 'eyJ0eXBlIjoid2ViYXV0aG4ifQ';
const exampleChallenge = 'YSBjaGFsbGVuZ2U';

export const passkeyRegistrationOptions = defineRoute({
  id: 'identity.passkeyRegistrationOptions',
  method: 'POST',
  path: '/v1/auth/passkeys/registration-options',
  summary: 'Begin to register a passkey',
  description:
    'Answers what `PublicKeyCredential.parseCreationOptionsFromJSON()` takes, good once and for five minutes. Takes the password, unless the sign-in is of the last ten minutes.',
  auth: { scopes: ['account'], credential: 'session' },
  body: passkeyRegistrationOptionsInput,
  rateLimits: [ownPasswordGuesses],
  responses: { 200: passkeyRegistrationOptionsView },
  errors: ['auth.invalid_credentials', 'auth.fresh_sign_in_required', 'identity.user_not_found'],
  examples: {
    body: { password: 'three blue lanterns' },
    response: {
      challenge: exampleChallenge,
      rp: { id: 'moa.example', name: 'Moa' },
      user: { id: 'dXNyXzAxamQ', name: 'kim@example.com', displayName: 'Kim' },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      timeout: 300_000,
      attestation: 'none',
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
      excludeCredentials: [],
    },
  },
  needs: { dynamodb: ['GetItem'], secrets: ['passkey-challenge-key'] },
  memoryMb: hashingMemoryMb,
});

export const registerPasskey = defineRoute({
  id: 'identity.registerPasskey',
  method: 'POST',
  path: '/v1/auth/passkeys',
  summary: 'Sign in by a passkey from now on',
  description:
    'Takes what `PublicKeyCredential.toJSON()` gives after `navigator.credentials.create()`. The owner is told by mail.',
  auth: { scopes: ['account'], credential: 'session' },
  body: registerPasskeyInput,
  idempotent: true,
  responses: { 201: passkeyView },
  errors: ['auth.passkey_unusable', 'auth.passkey_taken', 'auth.too_many_passkeys'],
  examples: {
    body: {
      name: "Kim's laptop",
      credential: {
        ...exampleCredential,
        response: { clientDataJSON: exampleClientData, attestationObject: 'o2NmbXRkbm9uZQ' },
      },
    },
    response: examplePasskey,
  },
  needs: {
    dynamodb: ['GetItem', 'PutItem', 'ConditionCheckItem'],
    secrets: ['passkey-challenge-key'],
  },
});

export const listPasskeys = defineRoute({
  id: 'identity.listPasskeys',
  method: 'GET',
  path: '/v1/auth/passkeys',
  summary: 'List the passkeys by which you sign in',
  auth: { scopes: ['account'] },
  paginated: true,
  responses: { 200: pageOf(passkeyView) },
  errors: [],
  examples: {
    response: {
      items: [{ ...examplePasskey, lastUsedAt: '2026-11-21T10:00:00.000Z' }],
      nextCursor: null,
    },
  },
  needs: { dynamodb: ['GetItem'] },
});

export const deletePasskey = defineRoute({
  id: 'identity.deletePasskey',
  method: 'DELETE',
  path: '/v1/auth/passkeys/{passkeyId}',
  summary: 'Stop signing in by a passkey',
  description:
    'Something else to sign in by must be left. Sessions that it began go on. The owner is told by mail.',
  auth: { scopes: ['account'], credential: 'session' },
  params: z.strictObject({ passkeyId: id('passkey') }),
  responses: { 204: { description: 'The passkey does not sign in any more' } },
  errors: ['auth.passkey_not_found', 'auth.last_way_in'],
  examples: { params: { passkeyId: examplePasskeyId } },
  needs: { dynamodb: ['GetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'] },
});

export const passkeySignInOptions = defineRoute({
  id: 'identity.passkeySignInOptions',
  method: 'POST',
  path: '/v1/auth/passkeys/sign-in-options',
  summary: 'Begin to sign in by a passkey',
  description:
    'Answers what `PublicKeyCredential.parseRequestOptionsFromJSON()` takes, good once and for five minutes, whosever the passkey is.',
  auth: 'public',
  rateLimits: [perSource(60, 120)],
  responses: { 200: passkeySignInOptionsView },
  errors: [],
  examples: {
    response: {
      challenge: exampleChallenge,
      rpId: 'moa.example',
      timeout: 300_000,
      userVerification: 'required',
      allowCredentials: [],
    },
  },
  needs: { secrets: ['passkey-challenge-key'] },
});

export const passkeySignIn = defineRoute({
  id: 'identity.passkeySignIn',
  method: 'POST',
  path: '/v1/auth/passkeys/sign-in',
  summary: 'Sign in by a passkey',
  description:
    'Takes what `PublicKeyCredential.toJSON()` gives after `navigator.credentials.get()`. A passkey is two factors by itself: no other is asked for.',
  auth: 'public',
  body: passkeySignInInput,
  idempotent: true,
  rateLimits: [perSource(20, 60)],
  responses: { 200: signedInView },
  errors: [
    'auth.invalid_credentials',
    'auth.passkey_invalid',
    'auth.account_suspended',
    'auth.email_not_verified',
  ],
  examples: {
    body: {
      credential: {
        ...exampleCredential,
        response: {
          clientDataJSON: exampleClientData,
          authenticatorData: 'YXV0aGVudGljYXRvciBkYXRh',
          signature: 'c2lnbmF0dXJl',
          userHandle: 'dXNyXzAxamQ',
        },
      },
      device: { name: "Kim's laptop", platform: 'web' },
    },
    response: exampleLogin,
  },
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem', ...beginSessionNeeds],
    secrets: ['signing-keys', 'refresh-token-key', 'passkey-challenge-key'],
  },
});

export const verifyEmail = defineRoute({
  id: 'identity.verifyEmail',
  method: 'POST',
  path: '/v1/auth/email/verify',
  summary: 'Verify an address with the token that was mailed to it',
  description:
    'The link alone does not prove who signed up. So this takes a session of the account, or its password; without either the token stays good. Whoever finds an account with their address that they did not open sets a password by `POST /v1/auth/password/forgot`, which takes out of it what was put in before.',
  auth: 'optional',
  body: verifyEmailInput,
  idempotent: true,
  rateLimits: [perSource(20, 60)],
  responses: { 204: { description: 'The address is verified' } },
  errors: ['auth.verification_token_invalid', 'auth.proof_required'],
  examples: { body: { token: 'x'.repeat(43), password: 'three blue lanterns' } },
  needs: {
    dynamodb: [
      ...(['GetItem', 'BatchGetItem', 'Query', 'ConditionCheckItem'] as const),
      ...(['PutItem', 'DeleteItem', 'UpdateItem'] as const),
    ],
  },
  memoryMb: hashingMemoryMb,
});

export const resendVerification = defineRoute({
  id: 'identity.resendVerification',
  method: 'POST',
  path: '/v1/auth/email/resend',
  summary: 'Mail another verification link',
  description: 'Answers the same whether the address is known, unknown or verified already.',
  auth: 'public',
  body: resendVerificationInput,
  idempotent: true,
  rateLimits: [perSource(20, 60), mailsPerAddress],
  responses: {
    202: { description: 'If the address has an account to verify, a mail is on its way' },
  },
  errors: [],
  examples: { body: { email: 'kim@example.com' } },
  needs: { dynamodb: ['GetItem', 'PutItem'] },
});

export const forgotPassword = defineRoute({
  id: 'identity.forgotPassword',
  method: 'POST',
  path: '/v1/auth/password/forgot',
  summary: 'Mail a link that sets a new password',
  description: 'Answers the same whether the address is known or not.',
  auth: 'public',
  body: forgotPasswordInput,
  idempotent: true,
  rateLimits: [perSource(20, 60), mailsPerAddress],
  responses: { 202: { description: 'If the address has an account, a mail is on its way' } },
  errors: [],
  examples: { body: { email: 'kim@example.com' } },
  needs: { dynamodb: ['GetItem', 'PutItem'] },
});

export const resetPassword = defineRoute({
  id: 'identity.resetPassword',
  method: 'POST',
  path: '/v1/auth/password/reset',
  summary: 'Set a new password with the token that was mailed',
  description:
    'Ends all sessions and API keys: refresh at once, access within five seconds. The address counts as verified then. Out of an account whose address never was, it takes what was put in before: identities, passkeys and the authenticator app.',
  auth: 'public',
  body: resetPasswordInput,
  idempotent: true,
  rateLimits: [perSource(20, 60)],
  responses: { 204: { description: 'The password is set' } },
  errors: ['auth.reset_token_invalid'],
  examples: { body: { token: 'x'.repeat(43), newPassword: 'seven green kettles' } },
  needs: { dynamodb: ['BatchGetItem', 'UpdateItem', ...endSessionsNeeds] },
  memoryMb: hashingMemoryMb,
});

export const changePassword = defineRoute({
  id: 'identity.changePassword',
  method: 'POST',
  path: '/v1/auth/password/change',
  summary: 'Set a new password in the place of the current one',
  description: 'Ends all other sessions: refresh at once, access within five seconds.',
  auth: { scopes: ['account'], credential: 'session' },
  body: changePasswordInput,
  idempotent: true,
  rateLimits: [ownPasswordGuesses],
  responses: { 204: { description: 'The password is set' } },
  errors: ['auth.invalid_credentials', 'identity.user_not_found'],
  examples: {
    body: { currentPassword: 'three blue lanterns', newPassword: 'seven green kettles' },
  },
  needs: { dynamodb: ['UpdateItem', ...endSessionsNeeds] },
  memoryMb: hashingMemoryMb,
});

export const getMe = defineRoute({
  id: 'identity.getMe',
  method: 'GET',
  path: '/v1/users/me',
  summary: "Read one's own profile",
  auth: { scopes: ['account'] },
  responses: { 200: ownUserView },
  errors: ['identity.user_not_found'],
  examples: { response: exampleMe },
  needs: { dynamodb: ['BatchGetItem'] },
});

export const searchUsers = defineRoute({
  id: 'identity.searchUsers',
  method: 'GET',
  path: '/v1/users',
  summary: 'Find users by the beginning of their name or handle',
  description:
    'Case, width, accents and half-typed syllables make no difference. Each user comes once, in the order of the word that begins so.',
  auth: { scopes: ['users:read'] },
  query: searchUsersQuery,
  paginated: true,
  // Enough to search with every letter that is typed, too little to list everybody.
  rateLimits: [{ name: 'account', by: 'account', perMinute: 60, burst: 120 }],
  responses: { 200: pageOf(userView) },
  errors: [],
  examples: { query: { query: 'kim' }, response: { items: [exampleUser], nextCursor: null } },
  needs: { dynamodb: ['Query', 'BatchGetItem'] },
});

export const updateMe = defineRoute({
  id: 'identity.updateMe',
  method: 'PATCH',
  path: '/v1/users/me',
  summary: "Change one's own profile",
  auth: { scopes: ['account'] },
  body: updateMeInput,
  ifMatch: true,
  idempotent: true,
  responses: { 200: ownUserView },
  errors: ['identity.user_not_found', 'identity.handle_taken'],
  examples: {
    body: { bio: 'Tea and tests' },
    response: { ...exampleMe, bio: 'Tea and tests', version: 2 },
  },
  needs: { dynamodb: ['BatchGetItem', 'UpdateItem', 'PutItem', 'DeleteItem'] },
});

export const deleteMe = defineRoute({
  id: 'identity.deleteMe',
  method: 'DELETE',
  path: '/v1/users/me',
  summary: "Delete one's own account",
  description:
    'Takes the password. Nobody sees the account from now on, and its sessions and API keys end within five seconds. Signing in before `purgeAt` undoes it; after that all that it held is purged, and its handle and address are free again. What others count, such as followers, is less from then on. The last active administrator stays.',
  auth: { scopes: ['account'], credential: 'session' },
  body: deleteMeInput,
  rateLimits: [ownPasswordGuesses],
  responses: { 202: deletionView },
  errors: [
    'auth.invalid_credentials',
    'auth.account_suspended',
    'identity.user_not_found',
    'identity.last_admin',
  ],
  examples: {
    body: { password: 'three blue lanterns' },
    response: { status: 'deleted', purgeAt: '2026-12-21T09:00:00.000Z' },
  },
  needs: { dynamodb: ['BatchGetItem', 'UpdateItem', ...endSessionsNeeds] },
  memoryMb: hashingMemoryMb,
});

export const getUser = defineRoute({
  id: 'identity.getUser',
  method: 'GET',
  path: '/v1/users/{userId}',
  summary: 'Read a public profile by id or @handle',
  auth: { scopes: ['users:read'] },
  params: z.strictObject({ userId: userReference }),
  responses: { 200: userView },
  errors: ['identity.user_not_found'],
  examples: {
    params: { userId: '@kim' },
    response: {
      ...exampleUser,
      relationship: {
        userId: exampleUserId,
        following: true,
        requested: false,
        followedBy: false,
        blocking: false,
        muting: false,
      },
    },
  },
  needs: { dynamodb: ['GetItem', 'BatchGetItem'] },
});

export const listUsers = defineRoute({
  id: 'identity.listUsers',
  method: 'GET',
  path: '/v1/admin/users',
  summary: 'Find users by id, address or the beginning of a handle',
  description: 'In the order of their handles; all of them when nothing is asked for.',
  auth: { role: 'admin' },
  query: findUsersQuery,
  paginated: true,
  responses: { 200: pageOf(adminUserView) },
  errors: [],
  examples: { query: { query: 'kim' }, response: { items: [exampleMe], nextCursor: null } },
  needs: { dynamodb: ['GetItem', 'BatchGetItem'], indexes: ['gsi1'] },
});

export const updateUser = defineRoute({
  id: 'identity.updateUser',
  method: 'PATCH',
  path: '/v1/admin/users/{userId}',
  summary: 'Change the role of a user, suspend an account or let it in again',
  description:
    'A new role and a suspension end the sessions of the user: refresh at once, access within five seconds. A suspension needs a reason. The last active administrator stays one.',
  auth: { role: 'admin' },
  params: z.strictObject({ userId: id('user') }),
  body: updateUserInput,
  responses: { 200: adminUserView },
  errors: ['identity.user_not_found', 'identity.last_admin', 'identity.account_deleted'],
  examples: {
    params: { userId: exampleUserId },
    body: { status: 'suspended', reason: 'Sold fake tickets' },
    response: {
      ...exampleMe,
      status: 'suspended',
      suspensionReason: 'Sold fake tickets',
      version: 2,
    },
  },
  needs: { dynamodb: ['BatchGetItem', 'UpdateItem', ...endSessionsNeeds] },
});

const ownAccount = { scopes: ['account'] } as const;

const deviceParams = z.strictObject({ deviceId });

const exampleDevice = {
  deviceId: 'kims-phone',
  platform: 'ios',
  pushToken: 'fGVhx0:APA91bExample',
  createdAt: '2026-11-21T09:00:00.000Z',
  registeredAt: '2026-11-21T09:00:00.000Z',
};

export const listDevices = defineRoute({
  id: 'identity.listDevices',
  method: 'GET',
  path: '/v1/users/me/devices',
  summary: 'List the devices on which you are reached by push',
  auth: ownAccount,
  responses: { 200: pageOf(deviceView) },
  errors: [],
  examples: { response: { items: [exampleDevice], nextCursor: null } },
  needs: { dynamodb: ['Query'] },
});

export const putDevice = defineRoute({
  id: 'identity.putDevice',
  method: 'PUT',
  path: '/v1/users/me/devices/{deviceId}',
  summary: 'Register a device for push, or its new token',
  description:
    'The device goes when the session ends in which it was registered. A token that another device had leaves it. Of more than twenty devices the one goes that was not registered for longest.',
  auth: { ...ownAccount, credential: 'session' },
  params: deviceParams,
  body: deviceInput,
  responses: { 200: deviceView },
  errors: [],
  examples: {
    params: { deviceId: 'kims-phone' },
    body: { platform: 'ios', pushToken: 'fGVhx0:APA91bExample' },
    response: exampleDevice,
  },
  needs: { dynamodb: ['GetItem', 'Query', 'PutItem', 'DeleteItem', 'ConditionCheckItem'] },
});

export const deleteDevice = defineRoute({
  id: 'identity.deleteDevice',
  method: 'DELETE',
  path: '/v1/users/me/devices/{deviceId}',
  summary: 'Forget a device',
  auth: ownAccount,
  params: deviceParams,
  responses: { 204: { description: 'Nothing is pushed to the device any more' } },
  errors: ['identity.device_not_found'],
  examples: { params: { deviceId: 'kims-phone' } },
  needs: { dynamodb: ['GetItem', 'DeleteItem'] },
});

const examplePreferences = {
  topics: Object.fromEntries(
    notificationTopics.map((topic) => [topic, { push: true, mail: false, inbox: true }]),
  ),
  quietHours: { start: '22:00', end: '07:00' },
};

export const getNotificationPreferences = defineRoute({
  id: 'identity.getNotificationPreferences',
  method: 'GET',
  path: '/v1/users/me/notification-preferences',
  summary: 'Read how you are told of what',
  auth: ownAccount,
  responses: { 200: notificationPreferencesView },
  errors: [],
  examples: { response: examplePreferences },
  needs: { dynamodb: ['GetItem'] },
});

export const putNotificationPreferences = defineRoute({
  id: 'identity.putNotificationPreferences',
  method: 'PUT',
  path: '/v1/users/me/notification-preferences',
  summary: 'Choose how you are told of what',
  description:
    'Replaces what was chosen before; what is left out is as it is for everybody. Nothing is pushed in the quiet hours, which are in the time zone of your profile.',
  auth: ownAccount,
  body: notificationPreferencesInput,
  responses: { 200: notificationPreferencesView },
  errors: [],
  examples: {
    body: { topics: { like: { mail: false } }, quietHours: { start: '22:00', end: '07:00' } },
    response: examplePreferences,
  },
  needs: { dynamodb: ['PutItem'] },
});

const exampleImageId = 'file_01jd3v9k2m4n5p6q7r8s9t0v1w';

export const uploadProfileImage = defineRoute({
  id: 'identity.uploadProfileImage',
  method: 'POST',
  path: '/v1/users/me/profile-image',
  summary: 'Announce a profile image and get the form to upload it by',
  description:
    'Upload it as a file of `POST /v1/files`, then make it your profile image by PUT, which completes it, too. The file is for this alone: it goes when another image takes its place, and a day later when it was never shown.',
  auth: ownAccount,
  body: uploadProfileImageInput,
  idempotent: true,
  responses: { 201: createdFileView },
  location: '/v1/files/{id}',
  errors: ['files.company_required', 'files.quota_exceeded'],
  examples: {
    body: { name: 'me.jpg', contentType: 'image/jpeg', size: 52_301 },
    response: {
      id: exampleImageId,
      name: 'me.jpg',
      contentType: 'image/jpeg',
      size: 52_301,
      folder: '',
      visibility: 'private',
      status: 'pending',
      createdAt: '2026-11-21T09:00:00.000Z',
      version: 1,
      upload: {
        url: 'https://files.example.com',
        fields: { key: `uploads/${exampleImageId}`, 'Content-Type': 'image/jpeg' },
      },
    },
  },
  needs: { dynamodb: ['PutItem', 'UpdateItem'], objects: { uploads: ['PutObject'] } },
});

export const setProfileImage = defineRoute({
  id: 'identity.setProfileImage',
  method: 'PUT',
  path: '/v1/users/me/profile-image',
  summary: 'Make one of your files your profile image',
  description:
    'A worker turns it upright, strips what it tells beside its pixels and makes WebP of it in three sizes. Until then what was there before shows; `image` of the file tells when nothing can be made of it.',
  auth: ownAccount,
  body: z.strictObject({ fileId: id('file') }),
  responses: { 202: profileImageStatusView },
  errors: [
    'files.file_not_found',
    'files.file_forbidden',
    'files.not_an_image',
    'files.not_uploaded',
    'files.content_refused',
    'files.image_refused',
  ],
  examples: { body: { fileId: exampleImageId }, response: { status: 'pending' } },
  needs: {
    dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
    objects: { uploads: ['GetObject'], files: ['PutObject'] },
  },
});

export const removeProfileImage = defineRoute({
  id: 'identity.removeProfileImage',
  method: 'DELETE',
  path: '/v1/users/me/profile-image',
  summary: 'Be without a profile image',
  auth: ownAccount,
  responses: { 204: { description: 'There is no profile image.' } },
  errors: [],
  examples: {},
  needs: { dynamodb: ['UpdateItem'] },
});

export const getProfileImage = defineRoute({
  id: 'identity.getProfileImage',
  method: 'GET',
  path: '/v1/users/{userId}/profile-image',
  summary: "Be led to somebody's profile image",
  auth: 'public',
  params: z.strictObject({ userId: id('user') }),
  query: profileImageQuery,
  responses: { 302: { description: 'The image is at `Location`.' } },
  errors: ['identity.profile_image_not_found'],
  examples: { params: { userId: exampleUserId }, query: { size: '256' } },
  needs: { dynamodb: ['BatchGetItem'], objects: { renditions: ['GetObject'] } },
});
