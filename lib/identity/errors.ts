import { defineErrors } from '../errors/define-errors.ts';

export const identityErrors = {
  ...defineErrors('auth', {
    invalid_credentials: {
      status: 401,
      title: 'Address or password is wrong',
      fix: 'Check both, or set a new password by `POST /v1/auth/password/forgot`.',
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
    verification_token_invalid: {
      status: 410,
      title: 'The verification link is used up or expired',
      fix: 'Ask for a new one by `POST /v1/auth/email/resend`.',
    },
  }),
  ...defineErrors('identity', {
    user_not_found: {
      status: 404,
      title: 'There is no such user',
      fix: 'Check the id or handle; the account may have been deleted.',
    },
    handle_taken: {
      status: 409,
      title: 'The handle is taken',
      fix: 'Choose another handle; upper and lower case count as the same.',
    },
  }),
} as const;
