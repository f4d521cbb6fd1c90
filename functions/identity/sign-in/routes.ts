import * as z from 'zod';
import {
  accountSuspended,
  anotherIdentityLinked,
  emailNotVerified,
  idTokenInvalid,
  invalidCredentials,
  mfaCodeInvalid,
  passkeyInvalid,
  providerNotSetUp,
} from '../../../lib/auth/errors.ts';
import { defineRoute, type RateLimit } from '../../../lib/http/route.ts';
import {
  passkeySignInInput,
  passkeySignInOptionsView,
} from '../../../lib/identity/passkeys/schema.ts';
import { loginInput } from '../../../lib/identity/sessions/schema.ts';
import {
  challengeInput,
  loginView,
  signedInView,
  socialSignInInput,
  socialSignInView,
} from '../../../lib/identity/sign-in/schema.ts';
import { identityProvider } from '../../../lib/identity/social/schema.ts';
import type { Needs } from '../../../lib/needs.ts';
import {
  exampleChallenge,
  exampleClientData,
  exampleCredential,
  exampleIdToken,
  exampleMe,
  exampleSession,
  exampleTokens,
  guessesPerAccount,
  hashingMemoryMb,
  perSource,
} from '../shared.ts';

// Guesses that are evaluated for one account stay below 100 an hour from all sources together, but for
// those where its owner is known: there, as many again.
const perAccount: RateLimit = {
  name: 'account',
  by: 'email',
  knownSourcesApart: true,
  perMinute: 1,
  burst: 20,
};

// The end of every way to sign in: a session begins, and takes the place of others when it must.
const beginSessionNeeds = [
  'GetItem',
  'Query',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'ConditionCheckItem',
] as const satisfies Needs['dynamodb'];
const exampleLogin = {
  status: 'signed_in',
  ...exampleTokens,
  session: exampleSession,
  user: exampleMe,
};

export const login = defineRoute({
  id: 'identity.login',
  method: 'POST',
  path: '/v1/auth/login',
  summary: 'Log in with e-mail address and password',
  description:
    '`status` is `signed_in`, or `mfa_required` where a second factor is on: then `POST /v1/auth/mfa/challenge` takes the `mfaToken` and completes the sign-in. Where addresses must be verified, it is refused as a wrong password before, and the verification is mailed again, at most hourly.',
  auth: 'public',
  body: loginInput,
  idempotent: true,
  rateLimits: [perSource(20, 60), perAccount],
  responses: { 200: loginView },
  errors: [invalidCredentials, accountSuspended],
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
  summary: 'Sign in with Google or Firebase',
  description:
    'Opens an account at the first sign-in. An account with the same address is signed in to when both the provider and Moa have verified the address; without a verified address the new account has none.',
  auth: 'public',
  params: z.strictObject({ provider: identityProvider }),
  body: socialSignInInput,
  idempotent: true,
  rateLimits: [perSource(20, 60)],
  responses: { 200: socialSignInView },
  errors: [
    idTokenInvalid,
    providerNotSetUp,
    invalidCredentials,
    accountSuspended,
    emailNotVerified,
    anotherIdentityLinked,
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

const secondFactorGuesses: RateLimit = { ...guessesPerAccount, knownSourcesApart: true };
const guessesPerChallenge: RateLimit = { name: 'challenge', by: 'caller', perMinute: 1, burst: 5 };

export const answerChallenge = defineRoute({
  id: 'identity.answerChallenge',
  method: 'POST',
  path: '/v1/auth/mfa/challenge',
  summary: 'Complete a sign-in with a second factor',
  description:
    'Takes the `mfaToken` of the sign-in as bearer token, once, and a `code` of the authenticator app or a `recoveryCode`, each of which counts once.',
  auth: 'otp',
  body: challengeInput,
  idempotent: true,
  rateLimits: [perSource(20, 60), guessesPerChallenge, secondFactorGuesses],
  responses: { 200: signedInView },
  errors: [invalidCredentials, mfaCodeInvalid, accountSuspended, emailNotVerified],
  examples: { body: { code: '123456' }, response: exampleLogin },
  needs: {
    dynamodb: ['BatchGetItem', ...beginSessionNeeds],
    secrets: ['signing-keys', 'refresh-token-key', 'second-factor-key'],
  },
});

export const passkeySignInOptions = defineRoute({
  id: 'identity.passkeySignInOptions',
  method: 'POST',
  path: '/v1/auth/passkeys/sign-in-options',
  summary: 'Get the options to sign in with a passkey',
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
      timeout: 300000,
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
  summary: 'Sign in with a passkey',
  description:
    'Takes what `PublicKeyCredential.toJSON()` gives after `navigator.credentials.get()`. A passkey is two factors by itself: no other is asked for.',
  auth: 'public',
  body: passkeySignInInput,
  idempotent: true,
  rateLimits: [perSource(20, 60)],
  responses: { 200: signedInView },
  errors: [invalidCredentials, passkeyInvalid, accountSuspended, emailNotVerified],
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
