import { AppError } from '../errors/app-error.ts';

const realm = 'moa';

/** The header by which an answer says which credentials it wants (RFC 6750). */
export const challenge = (more = '') => ({
  'www-authenticate': `Bearer realm="${realm}"${more}`,
});

/** What a token that is not honoured, or not any more, is answered. */
export const tokenInvalid = () =>
  new AppError('auth.token_invalid', { headers: challenge(', error="invalid_token"') });
