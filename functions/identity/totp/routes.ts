import {
  freshSignInRequired,
  invalidCredentials,
  mfaCodeInvalid,
  totpAlreadyOn,
  totpNotFound,
} from '../../../lib/auth/errors.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { userNotFound } from '../../../lib/identity/errors.ts';
import {
  confirmTotpInput,
  recoveryCodesView,
  removeTotpInput,
  totpEnrolmentView,
} from '../../../lib/identity/totp/schema.ts';
import { guessesPerAccount, hashingMemoryMb, ownPasswordGuesses } from '../shared.ts';

const exampleTotpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

export const enrolTotp = defineRoute({
  id: 'identity.enrolTotp',
  method: 'POST',
  path: '/v1/auth/mfa/totp',
  summary: 'Enrol an authenticator app (TOTP)',
  description:
    'Codes by time (RFC 6238): SHA-1, 6 digits, 30 seconds. Nothing changes at sign-in until the app has shown its first code at `POST /v1/auth/mfa/totp/confirm`; enrolling again before gives another secret. Requires a sign-in within the last ten minutes, so that a stolen token cannot lock its owner out.',
  auth: { scopes: ['account'], credential: 'session' },
  idempotent: true,
  responses: { 200: totpEnrolmentView },
  errors: [userNotFound, totpAlreadyOn, freshSignInRequired],
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
  summary: 'Confirm an authenticator app and enable two-factor authentication',
  description:
    'Within ten minutes of the enrolment. From now on signing in asks for a code. The ten recovery codes are shown here alone; each stands in for the app once.',
  auth: { scopes: ['account'], credential: 'session' },
  body: confirmTotpInput,
  idempotent: true,
  rateLimits: [guessesPerAccount],
  responses: { 200: recoveryCodesView },
  errors: [mfaCodeInvalid, totpNotFound, totpAlreadyOn],
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
  summary: 'Disable two-factor authentication',
  description: 'Requires the password. Deletes the secret of the app and the recovery codes.',
  auth: { scopes: ['account'], credential: 'session' },
  body: removeTotpInput,
  rateLimits: [ownPasswordGuesses],
  responses: { 204: { description: 'No second factor is asked for any more' } },
  errors: [invalidCredentials, totpNotFound],
  examples: { body: { password: 'three blue lanterns' } },
  needs: { dynamodb: ['GetItem', 'PutItem'] },
  memoryMb: hashingMemoryMb,
});
