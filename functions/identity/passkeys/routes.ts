import * as z from 'zod';
import {
  freshSignInRequired,
  invalidCredentials,
  lastWayIn,
  passkeyNotFound,
  passkeyTaken,
  passkeyUnusable,
  tooManyPasskeys,
} from '../../../lib/auth/errors.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { userNotFound } from '../../../lib/identity/errors.ts';
import {
  examplePasskeyId,
  passkeyRegistrationOptionsInput,
  passkeyRegistrationOptionsView,
  passkeyView,
  registerPasskeyInput,
} from '../../../lib/identity/passkeys/schema.ts';
import { id } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import {
  exampleChallenge,
  exampleClientData,
  exampleCredential,
  hashingMemoryMb,
  ownPasswordGuesses,
} from '../shared.ts';

const examplePasskey = {
  id: examplePasskeyId,
  name: "Kim's laptop",
  createdAt: '2026-11-21T09:00:00.000Z',
};

export const passkeyRegistrationOptions = defineRoute({
  id: 'identity.passkeyRegistrationOptions',
  method: 'POST',
  path: '/v1/auth/passkeys/registration-options',
  summary: 'Get the options to register a passkey',
  description:
    'Answers what `PublicKeyCredential.parseCreationOptionsFromJSON()` takes, good once and for five minutes. Requires the password, unless the sign-in is of the last ten minutes.',
  auth: { scopes: ['account'], credential: 'session' },
  body: passkeyRegistrationOptionsInput,
  rateLimits: [ownPasswordGuesses],
  responses: { 200: passkeyRegistrationOptionsView },
  errors: [invalidCredentials, freshSignInRequired, userNotFound],
  examples: {
    body: { password: 'three blue lanterns' },
    response: {
      challenge: exampleChallenge,
      rp: { id: 'moa.example', name: 'Moa' },
      user: { id: 'dXNyXzAxamQ', name: 'kim@example.com', displayName: 'Kim' },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      timeout: 300000,
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
  summary: 'Register a passkey',
  description:
    'Takes what `PublicKeyCredential.toJSON()` gives after `navigator.credentials.create()`. The owner is notified by mail.',
  auth: { scopes: ['account'], credential: 'session' },
  body: registerPasskeyInput,
  idempotent: true,
  responses: { 201: passkeyView },
  errors: [passkeyUnusable, passkeyTaken, tooManyPasskeys],
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
  summary: 'List your passkeys',
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
  summary: 'Delete a passkey',
  description:
    'Another way to sign in must remain. Sessions that began with it continue. The owner is notified by mail.',
  auth: { scopes: ['account'], credential: 'session' },
  params: z.strictObject({ passkeyId: id('passkey') }),
  responses: { 204: { description: 'The passkey does not sign in any more' } },
  errors: [passkeyNotFound, lastWayIn],
  examples: { params: { passkeyId: examplePasskeyId } },
  needs: { dynamodb: ['GetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'] },
});
