import { Users } from '../identity/accounts/users.entity.ts';
import { type Otherwise, unchanged, type Write } from '../model/write.ts';

/** The condition that an account is private, or that it is not. */
export function privacyIs<Outcome = never>(
  userId: string,
  isPrivate: boolean,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  return unchanged(Users, { userId }, { isPrivate }, otherwise);
}
