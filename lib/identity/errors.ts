import { defineErrors } from '../errors/define-errors.ts';

export const identityErrors = {
  ...defineErrors('auth', {
    invalid_credentials: {
      status: 401,
      title: 'Address or password is wrong',
      fix: 'Check both, or set a new password by `POST /v1/auth/password/forgot`.',
    },
    id_token_invalid: {
      status: 401,
      title: 'The ID token is not valid',
      fix: 'Have the provider issue a new one for this service, and send it within the hour.',
    },
    another_identity_linked: {
      status: 409,
      title: 'The account signs in by another identity of the provider',
      fix: 'Sign in as before; to change it, unlink that one by `DELETE /v1/auth/identities/{provider}`, then link this one by PUT.',
    },
    identity_taken: {
      status: 409,
      title: 'The identity signs in to another account',
      fix: 'Sign in by it, and unlink it there first.',
    },
    last_way_in: {
      status: 422,
      title: 'Nothing else is left to sign in by',
      fix: 'Set a password, link another identity or register another passkey first.',
    },
    fresh_sign_in_required: {
      status: 403,
      title: 'The sign-in is too long ago for this',
      fix: 'Sign in again and do it within ten minutes; a route that takes your password takes that instead.',
    },
    passkey_invalid: {
      status: 401,
      title: 'The passkey does not sign in',
      fix: 'Ask for new options by `POST /v1/auth/passkeys/sign-in-options`, or sign in by another way.',
    },
    passkey_unusable: {
      status: 422,
      title: 'The passkey cannot be registered',
      fix: 'Ask for new options by `POST /v1/auth/passkeys/registration-options` and make a passkey for them, with user verification, within five minutes.',
    },
    passkey_taken: {
      status: 409,
      title: 'The passkey is registered already',
      fix: 'Sign in by it, or make another.',
    },
    passkey_not_found: {
      status: 404,
      title: 'You have no such passkey',
      fix: 'List yours by `GET /v1/auth/passkeys`.',
    },
    too_many_passkeys: {
      status: 409,
      title: 'The account has as many passkeys as it may have',
      fix: 'Delete one that is not used any more.',
    },
    provider_not_set_up: {
      status: 422,
      title: 'This provider is not set up here',
      fix: 'Sign in by another way, or ask the operator to set the provider up.',
    },
    refresh_token_invalid: {
      status: 401,
      title: 'The refresh token is not valid any more',
      fix: 'Sign in again.',
    },
    session_not_found: {
      status: 404,
      title: 'You have no such session',
      fix: 'List yours by `GET /v1/auth/sessions`; it may have ended.',
    },
    email_not_verified: {
      status: 403,
      title: 'The address has not been verified',
      fix: 'Follow the link in the mail, or ask for a new one by `POST /v1/auth/email/resend`.',
    },
    account_suspended: {
      status: 403,
      title: 'The account is suspended',
      fix: 'Ask an administrator.',
    },
    mfa_code_invalid: {
      status: 401,
      title: 'The code is wrong, or was used before',
      fix: 'Send the code that the app shows now, or a recovery code that was not used yet.',
    },
    totp_not_found: {
      status: 404,
      title: 'The account has no authenticator app',
      fix: 'Enrol one by `POST /v1/auth/mfa/totp`.',
    },
    totp_already_on: {
      status: 409,
      title: 'The account has an authenticator app already',
      fix: 'Remove it by `DELETE /v1/auth/mfa/totp` before you enrol another.',
    },
    proof_required: {
      status: 403,
      title: 'The link alone does not prove that the account is yours',
      fix: 'Sign in and follow the link again, or send the password of the account too. If you did not open the account, set a password by `POST /v1/auth/password/forgot`.',
    },
    verification_token_invalid: {
      status: 410,
      title: 'The verification link is used up or expired',
      fix: 'Ask for a new one by `POST /v1/auth/email/resend`.',
    },
    reset_token_invalid: {
      status: 410,
      title: 'The link that sets a new password is used up or expired',
      fix: 'Ask for a new one by `POST /v1/auth/password/forgot`.',
    },
  }),
  ...defineErrors('identity', {
    user_not_found: {
      status: 404,
      title: 'There is no such user',
      fix: 'Check the id or handle; the account may have been deleted.',
    },
    api_key_not_found: {
      status: 404,
      title: 'There is no such API key',
      fix: 'Check the id; the key may have been deleted.',
    },
    scope_not_held: {
      status: 403,
      title: 'Nobody gives a scope that they do not have',
      fix: 'Leave out the scope that `detail` names, or sign in with an account that has it.',
    },
    too_many_api_keys: {
      status: 409,
      title: 'The account has as many API keys as it may have',
      fix: 'Delete one that is not used any more.',
    },
    account_deleted: {
      status: 409,
      title: 'The account is deleted',
      fix: 'Nothing can be changed until its owner signs in again, which undoes the deletion.',
    },
    last_admin: {
      status: 422,
      title: 'This is the last active administrator',
      fix: 'Make somebody else an administrator first.',
    },
    device_not_found: {
      status: 404,
      title: 'There is no such device',
      fix: 'List the devices by `GET /v1/users/me/devices`; a device goes when its session ends.',
    },
    handle_taken: {
      status: 409,
      title: 'The handle is taken',
      fix: 'Choose another handle; upper and lower case count as the same.',
    },
    profile_image_not_found: {
      status: 404,
      title: 'They have no profile image',
      fix: 'Show what stands for somebody without one; `profileImageUrl` tells who has one.',
    },
  }),
} as const;
