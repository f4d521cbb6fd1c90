import { resetTokenInvalid } from '../../../lib/auth/errors.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { forgotPasswordInput, resetPasswordInput } from '../../../lib/identity/recovery/schema.ts';
import { endSessionsNeeds, hashingMemoryMb, mailsPerAddress, perSource } from '../shared.ts';

export const forgotPassword = defineRoute({
  id: 'identity.forgotPassword',
  method: 'POST',
  path: '/v1/auth/password/forgot',
  summary: 'Request a password reset e-mail',
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
  summary: 'Reset a password with a mailed token',
  description:
    'Ends all sessions and API keys: refresh at once, access within five seconds. The address counts as verified then. Out of an account whose address never was, it takes what was put in before: identities, passkeys and the authenticator app.',
  auth: 'public',
  body: resetPasswordInput,
  idempotent: true,
  rateLimits: [perSource(20, 60)],
  responses: { 204: { description: 'The password is set' } },
  errors: [resetTokenInvalid],
  examples: { body: { token: 'x'.repeat(43), newPassword: 'seven green kettles' } },
  needs: { dynamodb: ['BatchGetItem', 'UpdateItem', ...endSessionsNeeds] },
  memoryMb: hashingMemoryMb,
});
