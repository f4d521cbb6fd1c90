import { defineRoute } from '../../../lib/http/route.ts';
import { changePasswordInput } from '../../../lib/identity/passwords/schema.ts';
import { endSessionsNeeds, hashingMemoryMb, ownPasswordGuesses } from '../shared.ts';

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
