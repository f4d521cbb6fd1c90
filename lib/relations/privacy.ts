import { Users } from '../identity/accounts/users.entity.ts';
import { check, condition, type Otherwise, type Write } from '../model/write.ts';

/** The condition that an account is private, or that it is not. */
export function privacyIs<Outcome = never>(
  userId: string,
  isPrivate: boolean,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  return condition(
    check(Users, { userId }).where((is, { eq }) => eq(is.isPrivate, isPrivate)),
    otherwise,
  );
}
