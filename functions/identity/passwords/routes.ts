import { invalidCredentials } from '../../../lib/auth/errors.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { userNotFound } from '../../../lib/identity/errors.ts';
import { changePasswordInput } from '../../../lib/identity/passwords/schema.ts';
import { endSessionsNeeds, hashingMemoryMb, ownPasswordGuesses } from '../shared.ts';

export const changePassword = defineRoute({
  id: 'identity.changePassword',
  method: 'POST',
  path: '/v1/auth/password/change',
  summary: 'Change your password',
  description: 'Ends all other sessions: refresh at once, access within five seconds.',
  auth: { scopes: ['account'], credential: 'session' },
  body: changePasswordInput,
  idempotent: true,
  rateLimits: [ownPasswordGuesses],
  responses: { 204: { description: 'The password is set' } },
  errors: [invalidCredentials, userNotFound],
  examples: {
    body: { currentPassword: 'three blue lanterns', newPassword: 'seven green kettles' },
  },
  needs: { dynamodb: ['UpdateItem', ...endSessionsNeeds] },
  memoryMb: hashingMemoryMb,
});
