import { defineError } from '../errors/define-error.ts';

export const userNotFound = defineError('identity.user_not_found', {
  status: 404,
  title: 'There is no such user',
  fix: 'Check the id or handle; the account may have been deleted.',
});

export const apiKeyNotFound = defineError('identity.api_key_not_found', {
  status: 404,
  title: 'There is no such API key',
  fix: 'Check the id; the key may have been deleted.',
});

export const scopeNotHeld = defineError('identity.scope_not_held', {
  status: 403,
  title: 'Nobody gives a scope that they do not have',
  fix: 'Leave out the scope that `detail` names, or sign in with an account that has it.',
});

export const tooManyApiKeys = defineError('identity.too_many_api_keys', {
  status: 409,
  title: 'The account has as many API keys as it may have',
  fix: 'Delete one that is not used any more.',
});

export const accountDeleted = defineError('identity.account_deleted', {
  status: 409,
  title: 'The account is deleted',
  fix: 'Nothing can be changed until its owner signs in again, which undoes the deletion.',
});

export const lastAdmin = defineError('identity.last_admin', {
  status: 422,
  title: 'This is the last active administrator',
  fix: 'Make somebody else an administrator first.',
});

export const deviceNotFound = defineError('identity.device_not_found', {
  status: 404,
  title: 'There is no such device',
  fix: 'List the devices by `GET /v1/users/me/devices`; a device goes when its session ends.',
});

export const handleTaken = defineError('identity.handle_taken', {
  status: 409,
  title: 'The handle is taken',
  fix: 'Choose another handle; upper and lower case count as the same.',
});

export const profileImageNotFound = defineError('identity.profile_image_not_found', {
  status: 404,
  title: 'They have no profile image',
  fix: 'Show what stands for somebody without one; `profileImageUrl` tells who has one.',
});
