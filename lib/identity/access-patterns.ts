import { ApiKeys } from '../auth/api-keys.entity.ts';
import { KnownSources } from '../auth/known-sources.entity.ts';
import type { AccessPattern } from '../model/access-pattern.ts';
import { NotificationPreferences } from '../notifications/notification-preferences.entity.ts';
import { exampleId } from '../schema/ids.ts';
import { AddressClaims } from './accounts/address-claims.entity.ts';
import { FirstAccount } from './accounts/first-account.entity.ts';
import { HandleClaims } from './accounts/handle-claims.entity.ts';
import { addressKey, handleKey, identityKey, tokenHash } from './accounts/keys.ts';
import { LinkedIdentities } from './accounts/linked-identities.entity.ts';
import { Passkeys } from './accounts/passkeys.entity.ts';
import { UserCounters } from './accounts/user-counters.entity.ts';
import { UserTerms } from './accounts/user-terms.entity.ts';
import { Users } from './accounts/users.entity.ts';
import { ApiKeyLists } from './api-keys/api-key-lists.entity.ts';
import { Devices } from './devices/devices.entity.ts';
import { PushTokenClaims } from './devices/push-token-claims.entity.ts';
import { PasskeyClaims } from './passkeys/passkey-claims.entity.ts';
import { credentialKey } from './passkeys/passkey-ring.ts';
import { PasswordResets } from './recovery/password-resets.entity.ts';
import { KnownDevices } from './sessions/known-devices.entity.ts';
import { SessionRosters } from './sessions/session-rosters.entity.ts';
import { Sessions } from './sessions/sessions.entity.ts';
import { MfaChallenges } from './sign-in/mfa-challenges.entity.ts';
import { EmailVerifications } from './sign-up/email-verifications.entity.ts';
import { IdentityClaims } from './social/identity-claims.entity.ts';
import { TotpFactors } from './totp/totp-factors.entity.ts';

const userId = exampleId('user');
const sessionId = exampleId('session');
const consistently = { index: 'primary', consistent: true } as const;

/** The questions of this domain to the table. */
export const identityAccessPatterns: readonly AccessPattern[] = [
  {
    id: 'identity.user-by-id',
    question: 'Who is this user?',
    usedBy: [
      'identity.deleteMe',
      'identity.purgeAccount',
      'identity.unlinkIdentity',
      'identity.socialSignIn',
      ...['identity.login', 'identity.refresh', 'identity.getMe', 'identity.updateMe'],
      ...['identity.getUser', 'identity.sendIdentityMail'],
      ...['identity.resetPassword', 'identity.changePassword'],
      'every route that takes API keys, at most once in three seconds a container and key',
      ...['identity.enrolTotp', 'identity.removeTotp', 'identity.answerChallenge'],
      ...['identity.getProfileImage', 'identity.settleProfileImages'],
      'sns.reconcilePresence',
    ],
    ...consistently,
    build: () => Users.get({ userId }).params(),
  },
  {
    id: 'identity.users-by-term',
    question: 'Whose name or handle begins so?',
    usedBy: ['identity.searchUsers'],
    ...consistently,
    build: () => UserTerms.query.terms({ shard: 'f:k' }).begins({ entry: 'kim' }).params(),
  },
  {
    id: 'identity.imported-passwords',
    question: 'Which imported password takes longest to verify?',
    usedBy: ['identity.login, at most once a minute a container'],
    index: 'gsi1',
    consistent: false,
    build: () => AddressClaims.query.prehashes({ prehashScheme: 'bcrypt' }).params(),
  },
  {
    id: 'identity.deleted-accounts',
    question: 'Which deleted accounts may be purged by now?',
    usedBy: ['identity.purgeDeletedAccounts'],
    index: 'gsi1',
    consistent: false,
    build: () =>
      Users.query.purges({ purge: 'due' }).lte({ deletedAt: '2026-11-21T09:00:00.000Z' }).params(),
  },
  {
    id: 'identity.counters-of-user',
    question: 'How many posts, followers and followed has this user?',
    usedBy: [
      'identity.deleteMe',
      'identity.purgeAccount',
      'identity.socialSignIn',
      'identity.login',
      'identity.getMe',
      'identity.updateMe',
      'identity.getUser',
      'identity.answerChallenge',
    ],
    ...consistently,
    build: () => UserCounters.get({ userId }).params(),
  },
  {
    id: 'identity.user-of-address',
    question: 'Whose address is this, and with which password do they sign in?',
    usedBy: [
      'identity.deleteMe',
      'identity.unlinkIdentity',
      'identity.socialSignIn',
      'identity.signUp',
      'identity.login',
      'identity.resendVerification',
      'identity.removeTotp',
      'identity.verifyEmail',
      'identity.forgotPassword',
      'identity.resetPassword',
      'identity.changePassword',
      'identity.sendIdentityMail',
      'identity.answerChallenge',
    ],
    ...consistently,
    build: () => AddressClaims.get({ addressKey: addressKey('kim@example.com') }).params(),
  },
  {
    id: 'identity.known-devices',
    question: 'On what was this account signed in to?',
    usedBy: ['identity.sendIdentityMail', 'identity.purgeAccount'],
    ...consistently,
    build: () => KnownDevices.query.knownDevices({ userId }).params({ consistent: true }),
  },
  {
    id: 'identity.known-sources',
    question: 'Where is the owner of this address known?',
    usedBy: ['identity.purgeAccount'],
    index: 'primary',
    consistent: false,
    build: () => KnownSources.query.sources({ addressKey: addressKey('kim@example.com') }).params(),
  },
  {
    id: 'identity.known-source',
    question: 'Is the owner of this address known there?',
    usedBy: ['identity.login'],
    index: 'primary',
    consistent: false,
    build: () =>
      KnownSources.get({
        addressKey: addressKey('kim@example.com'),
        source: '192.0.2.1',
      }).params(),
  },
  {
    id: 'identity.user-of-handle',
    question: 'Whose handle is this?',
    usedBy: ['identity.socialSignIn', 'identity.signUp', 'identity.getUser'],
    ...consistently,
    build: () => HandleClaims.get({ handleKey: handleKey('kim') }).params(),
  },
  {
    id: 'identity.user-of-identity',
    question: 'To which account does this subject of an issuer sign in?',
    usedBy: ['identity.socialSignIn', 'identity.linkIdentity'],
    ...consistently,
    build: () =>
      IdentityClaims.get({
        identityKey: identityKey({ issuer: 'https://accounts.google.com', subject: '1' }),
      }).params(),
  },
  {
    id: 'identity.identities-of-user',
    question: 'By which identities at providers does this user sign in?',
    usedBy: [
      'identity.purgeAccount',
      ...['identity.socialSignIn', 'identity.listIdentities'],
      ...['identity.linkIdentity', 'identity.unlinkIdentity'],
    ],
    ...consistently,
    build: () => LinkedIdentities.get({ userId }).params(),
  },
  {
    id: 'identity.users-by-handle',
    question: 'Whose handles begin so?',
    usedBy: ['identity.listUsers'],
    index: 'gsi1',
    consistent: false,
    build: () => HandleClaims.query.byHandle({}).begins({ handleKey: 'ki' }).params(),
  },
  {
    id: 'identity.first-account',
    question: 'Does anybody have an account yet?',
    usedBy: ['identity.socialSignIn', 'identity.signUp'],
    ...consistently,
    build: () => FirstAccount.get({}).params(),
  },
  {
    id: 'identity.session-by-id',
    question: 'Which refresh token of this session is the current one?',
    usedBy: [
      ...['identity.refresh', 'identity.logout', 'identity.linkIdentity', 'identity.createApiKey'],
      ...['identity.enrolTotp', 'identity.passkeyRegistrationOptions'],
    ],
    ...consistently,
    build: () => Sessions.get({ userId, sessionId }).params(),
  },
  {
    id: 'identity.sessions-of-user',
    question: 'Where is this user signed in?',
    usedBy: [
      ...['identity.purgeAccount', 'identity.listSessions', 'identity.login'],
      'identity.verifyEmail',
    ],
    ...consistently,
    build: () => Sessions.query.sessions({ userId }).params({ consistent: true }),
  },
  {
    id: 'identity.session-roster',
    question: 'Which sessions are there to be ended, and has one begun meanwhile?',
    usedBy: [
      'identity.deleteMe',
      'identity.login',
      'identity.logoutAll',
      'identity.resetPassword',
      'identity.changePassword',
    ],
    ...consistently,
    build: () => SessionRosters.get({ userId }).params(),
  },
  {
    id: 'identity.api-key-by-id',
    question: 'Whose key is this, and what does it allow?',
    usedBy: [
      'every route that takes credentials, at most once in three seconds a container and key',
      'identity.listApiKeys',
    ],
    ...consistently,
    build: () => ApiKeys.get({ keyId: exampleId('apiKey') }).params(),
  },
  {
    id: 'identity.api-keys-of-user',
    question: 'Which API keys has this user?',
    usedBy: ['identity.purgeAccount', 'identity.listApiKeys'],
    ...consistently,
    build: () => ApiKeyLists.get({ userId }).params(),
  },
  {
    id: 'identity.totp-factor-of-user',
    question: 'Which second factor has this user?',
    usedBy: [
      ...['identity.login', 'identity.socialSignIn', 'identity.confirmTotp'],
      'identity.answerChallenge',
    ],
    ...consistently,
    build: () => TotpFactors.get({ userId }).params(),
  },
  {
    id: 'identity.passkeys-of-user',
    question: 'By which passkeys does this user sign in?',
    usedBy: [
      ...['identity.passkeyRegistrationOptions', 'identity.registerPasskey'],
      ...['identity.listPasskeys', 'identity.deletePasskey', 'identity.passkeySignIn'],
      ...['identity.unlinkIdentity', 'identity.resetPassword'],
    ],
    ...consistently,
    build: () => Passkeys.get({ userId }).params(),
  },
  {
    id: 'identity.user-of-passkey',
    question: 'Whose passkey is this?',
    usedBy: ['identity.passkeySignIn'],
    ...consistently,
    build: () => PasskeyClaims.get({ credentialKey: credentialKey('Y3JlZGVudGlhbA') }).params(),
  },
  {
    id: 'identity.mfa-challenge-by-id',
    question: 'Which sign-in waits for a second factor?',
    usedBy: ['identity.answerChallenge'],
    ...consistently,
    build: () =>
      MfaChallenges.get({ challengeId: '5f0c5b0e-7b1d-4c0a-9a54-0d6f4c1f2b3a' }).params(),
  },
  {
    id: 'identity.email-verification',
    question: 'Which address does this token verify?',
    usedBy: ['identity.verifyEmail'],
    ...consistently,
    build: () => EmailVerifications.get({ tokenHash: tokenHash('token') }).params(),
  },
  {
    id: 'identity.password-reset',
    question: 'Whose password does this token replace?',
    usedBy: ['identity.resetPassword'],
    ...consistently,
    build: () => PasswordResets.get({ tokenHash: tokenHash('token') }).params(),
  },
  {
    id: 'identity.devices-of-user',
    question: 'On which devices is this user reached by push?',
    usedBy: [
      'identity.purgeAccount',
      'identity.listDevices',
      'identity.putDevice',
      'identity.removeLeftovers',
    ],
    ...consistently,
    build: () => Devices.query.devices({ userId }).params({ consistent: true }),
  },
  {
    id: 'identity.device-by-id',
    question: 'Which push token has this device?',
    usedBy: ['identity.deleteDevice'],
    ...consistently,
    build: () => Devices.get({ userId, deviceId: 'kims-phone' }).params(),
  },
  {
    id: 'identity.device-of-push-token',
    question: 'Which device has this push token?',
    usedBy: ['identity.putDevice'],
    ...consistently,
    build: () => PushTokenClaims.get({ tokenHash: tokenHash('token') }).params(),
  },
  {
    id: 'identity.notification-preferences',
    question: 'How does this user want to be told of what?',
    usedBy: ['identity.getNotificationPreferences'],
    ...consistently,
    build: () => NotificationPreferences.get({ userId }).params(),
  },
];
