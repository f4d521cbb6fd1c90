import { AppError } from '../errors/app-error.ts';
import type { Scope } from '../scopes.ts';
import { scopeMissing, tokenInvalid } from './errors.ts';

const realm = 'moa';

/** The header by which an answer says which credentials it wants (RFC 6750). */
export const challenge = (more = '') => ({
  'www-authenticate': `Bearer realm="${realm}"${more}`,
});

/** What a token that is not honoured, or not any more, is answered. */
export const tokenRefusal = () =>
  new AppError(tokenInvalid, { headers: challenge(', error="invalid_token"') });

/** What credentials are answered that lack `missing`, one of the scopes that a call takes. */
export const scopeRefusal = (missing: Scope, required: readonly Scope[] = [missing]) =>
  new AppError(scopeMissing, {
    detail: `The scope ${missing} is missing.`,
    headers: challenge(`, error="insufficient_scope", scope="${required.join(' ')}"`),
  });
