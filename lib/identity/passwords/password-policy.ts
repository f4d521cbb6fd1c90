import { AppError } from '../../errors/app-error.ts';
import { invalidRequest } from '../../errors/request-errors.ts';
import { normalAddress } from '../accounts/address.ts';
import { isCommonPassword } from './common-passwords.ts';

const folded = (text: string) => text.normalize('NFKC').trim().toLowerCase();

/**
 * Refuses a password that others would guess first; its length is checked by the schema.
 *
 * @param field where the body has it.
 * @throws AppError `request.invalid`
 */
export function requireGoodPassword(
  password: string,
  { email, name }: { email: string; name: string },
  field: 'password' | 'newPassword' = 'password',
): void {
  const refuse = (message: string): never => {
    throw new AppError(invalidRequest, {
      errors: [{ path: `body.${field}`, message, rule: 'custom' }],
    });
  };
  const lower = folded(password);
  const address = normalAddress(email);
  const own = [address, folded(email), address.slice(0, address.lastIndexOf('@')), folded(name)];
  if (isCommonPassword(password)) refuse('is one of the most common passwords');
  if (own.includes(lower)) refuse('must not be the address or the name');
}
