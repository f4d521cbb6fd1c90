import { defineError } from '../errors/define-error.ts';

export const credentialsMissing = defineError('auth.credentials_missing', {
  status: 401,
  title: 'Credentials are missing',
  fix: 'Send `Authorization: Bearer <access token>`, from `POST /v1/auth/login`, or `X-Api-Key: <API key>`.',
});

export const credentialsAmbiguous = defineError('auth.credentials_ambiguous', {
  status: 400,
  title: 'Two kinds of credentials were sent',
  fix: 'Send either `Authorization` or `X-Api-Key`.',
});

export const tokenInvalid = defineError('auth.token_invalid', {
  status: 401,
  title: 'The access token is not valid',
  fix: 'Get a new one by `POST /v1/auth/refresh`, or sign in again.',
});

export const apiKeyInvalid = defineError('auth.api_key_invalid', {
  status: 401,
  title: 'The API key is not valid',
  fix: 'Check it, and whether it was deleted or has expired; make another by `POST /v1/auth/api-keys`.',
});

export const sessionRequired = defineError('auth.session_required', {
  status: 403,
  title: 'This takes a sign-in, not an API key',
  fix: 'Sign in by `POST /v1/auth/login` and send the access token.',
});

export const apiKeyRequired = defineError('auth.api_key_required', {
  status: 403,
  title: 'This takes an API key, not an access token',
  fix: 'Make a key by `POST /v1/auth/api-keys` and send it as `X-Api-Key`.',
});

export const scopeMissing = defineError('auth.scope_missing', {
  status: 403,
  title: 'The credentials lack a scope',
  fix: 'Use credentials that carry the scope that `detail` names.',
});

export const roleMissing = defineError('auth.role_missing', {
  status: 403,
  title: 'Your role does not allow this',
  fix: 'Ask somebody with the role that `detail` names.',
});

export const keyBoundToCompany = defineError('auth.key_bound_to_company', {
  status: 403,
  title: 'The API key is bound to a company',
  fix: 'Use it under `/v1/companies/{companyId}` and for files of the company; take another key for the rest.',
});

export const invalidCredentials = defineError('auth.invalid_credentials', {
  status: 401,
  title: 'Address or password is wrong',
  fix: 'Check both, or set a new password by `POST /v1/auth/password/forgot`.',
});

export const idTokenInvalid = defineError('auth.id_token_invalid', {
  status: 401,
  title: 'The ID token is not valid',
  fix: 'Have the provider issue a new one for this service, and send it within the hour.',
});

export const anotherIdentityLinked = defineError('auth.another_identity_linked', {
  status: 409,
  title: 'The account signs in by another identity of the provider',
  fix: 'Sign in as before; to change it, unlink that one by `DELETE /v1/auth/identities/{provider}`, then link this one by PUT.',
});

export const identityTaken = defineError('auth.identity_taken', {
  status: 409,
  title: 'The identity signs in to another account',
  fix: 'Sign in by it, and unlink it there first.',
});

export const lastWayIn = defineError('auth.last_way_in', {
  status: 422,
  title: 'Nothing else is left to sign in by',
  fix: 'Set a password, link another identity or register another passkey first.',
});

export const freshSignInRequired = defineError('auth.fresh_sign_in_required', {
  status: 403,
  title: 'The sign-in is too long ago for this',
  fix: 'Sign in again and do it within ten minutes; a route that takes your password takes that instead.',
});

export const passkeyInvalid = defineError('auth.passkey_invalid', {
  status: 401,
  title: 'The passkey does not sign in',
  fix: 'Ask for new options by `POST /v1/auth/passkeys/sign-in-options`, or sign in by another way.',
});

export const passkeyUnusable = defineError('auth.passkey_unusable', {
  status: 422,
  title: 'The passkey cannot be registered',
  fix: 'Ask for new options by `POST /v1/auth/passkeys/registration-options` and make a passkey for them, with user verification, within five minutes.',
});

export const passkeyTaken = defineError('auth.passkey_taken', {
  status: 409,
  title: 'The passkey is registered already',
  fix: 'Sign in by it, or make another.',
});

export const passkeyNotFound = defineError('auth.passkey_not_found', {
  status: 404,
  title: 'You have no such passkey',
  fix: 'List yours by `GET /v1/auth/passkeys`.',
});

export const tooManyPasskeys = defineError('auth.too_many_passkeys', {
  status: 409,
  title: 'The account has as many passkeys as it may have',
  fix: 'Delete one that is not used any more.',
});

export const providerNotSetUp = defineError('auth.provider_not_set_up', {
  status: 422,
  title: 'This provider is not set up here',
  fix: 'Sign in by another way, or ask the operator to set the provider up.',
});

export const refreshTokenInvalid = defineError('auth.refresh_token_invalid', {
  status: 401,
  title: 'The refresh token is not valid any more',
  fix: 'Sign in again.',
});

export const sessionNotFound = defineError('auth.session_not_found', {
  status: 404,
  title: 'You have no such session',
  fix: 'List yours by `GET /v1/auth/sessions`; it may have ended.',
});

export const emailNotVerified = defineError('auth.email_not_verified', {
  status: 403,
  title: 'The address has not been verified',
  fix: 'Follow the link in the mail, or ask for a new one by `POST /v1/auth/email/resend`.',
});

export const accountSuspended = defineError('auth.account_suspended', {
  status: 403,
  title: 'The account is suspended',
  fix: 'Ask an administrator.',
});

export const mfaCodeInvalid = defineError('auth.mfa_code_invalid', {
  status: 401,
  title: 'The code is wrong, or was used before',
  fix: 'Send the code that the app shows now, or a recovery code that was not used yet.',
});

export const totpNotFound = defineError('auth.totp_not_found', {
  status: 404,
  title: 'The account has no authenticator app',
  fix: 'Enrol one by `POST /v1/auth/mfa/totp`.',
});

export const totpAlreadyOn = defineError('auth.totp_already_on', {
  status: 409,
  title: 'The account has an authenticator app already',
  fix: 'Remove it by `DELETE /v1/auth/mfa/totp` before you enrol another.',
});

export const proofRequired = defineError('auth.proof_required', {
  status: 403,
  title: 'The link alone does not prove that the account is yours',
  fix: 'Sign in and follow the link again, or send the password of the account too. If you did not open the account, set a password by `POST /v1/auth/password/forgot`.',
});

export const verificationTokenInvalid = defineError('auth.verification_token_invalid', {
  status: 410,
  title: 'The verification link is used up or expired',
  fix: 'Ask for a new one by `POST /v1/auth/email/resend`.',
});

export const resetTokenInvalid = defineError('auth.reset_token_invalid', {
  status: 410,
  title: 'The link that sets a new password is used up or expired',
  fix: 'Ask for a new one by `POST /v1/auth/password/forgot`.',
});
