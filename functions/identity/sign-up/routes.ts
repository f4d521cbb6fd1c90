import { proofRequired, verificationTokenInvalid } from '../../../lib/auth/errors.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { handleTaken } from '../../../lib/identity/errors.ts';
import {
  resendVerificationInput,
  signUpInput,
  signUpView,
  verifyEmailInput,
} from '../../../lib/identity/sign-up/schema.ts';
import { hashingMemoryMb, mailsPerAddress, perSource } from '../shared.ts';

export const signUp = defineRoute({
  id: 'identity.signUp',
  method: 'POST',
  path: '/v1/auth/sign-up',
  summary: 'Create an account',
  description:
    'Mails a link that verifies the address. The answer is the same when the address already has an account; then its owner is told by mail. Where addresses must be verified, the account shows nowhere before, and gets its handle then unless somebody else has it.',
  auth: 'public',
  body: signUpInput,
  idempotent: true,
  rateLimits: [perSource(20, 60), mailsPerAddress],
  responses: { 201: signUpView },
  errors: [handleTaken],
  examples: {
    body: { email: 'kim@example.com', password: 'three blue lanterns', name: 'Kim' },
    response: { email: 'kim@example.com', name: 'Kim', status: 'verification_sent' },
  },
  needs: { dynamodb: ['BatchGetItem', 'PutItem'] },
  memoryMb: hashingMemoryMb,
});

export const verifyEmail = defineRoute({
  id: 'identity.verifyEmail',
  method: 'POST',
  path: '/v1/auth/email/verify',
  summary: 'Verify an e-mail address',
  description:
    'The link alone does not prove who signed up. So this takes a session of the account, or its password; without either the token stays good. Whoever finds an account with their address that they did not open sets a password by `POST /v1/auth/password/forgot`, which takes out of it what was put in before.',
  auth: 'optional',
  body: verifyEmailInput,
  idempotent: true,
  rateLimits: [perSource(20, 60)],
  responses: { 204: { description: 'The address is verified' } },
  errors: [verificationTokenInvalid, proofRequired],
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
  summary: 'Resend the verification e-mail',
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
