import { accountSuspended, invalidCredentials } from '../../../lib/auth/errors.ts';
import { lastOwner } from '../../../lib/companies/errors.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { deleteMeInput, deletionView } from '../../../lib/identity/deletion/schema.ts';
import { lastAdmin, userNotFound } from '../../../lib/identity/errors.ts';
import { endSessionsNeeds, hashingMemoryMb, ownPasswordGuesses } from '../shared.ts';

export const deleteMe = defineRoute({
  id: 'identity.deleteMe',
  method: 'DELETE',
  path: '/v1/users/me',
  summary: 'Delete your account',
  description:
    'Requires the password. The account is invisible at once, and its sessions and API keys end within five seconds. Signing in before `purgeAt` restores it. After that its data is purged, its handle and address become free, and the counts of others, such as followers, are reduced. The last active administrator cannot be deleted, nor the last owner of a company that is not closed.',
  auth: { scopes: ['account'], credential: 'session' },
  body: deleteMeInput,
  rateLimits: [ownPasswordGuesses],
  responses: { 202: deletionView },
  errors: [invalidCredentials, accountSuspended, userNotFound, lastAdmin, lastOwner],
  examples: {
    body: { password: 'three blue lanterns' },
    response: { status: 'deleted', purgeAt: '2026-12-21T09:00:00.000Z' },
  },
  needs: {
    dynamodb: ['BatchGetItem', 'UpdateItem', ...endSessionsNeeds],
    indexes: ['gsi2'],
  },
  memoryMb: hashingMemoryMb,
});
