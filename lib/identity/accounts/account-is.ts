import { type Otherwise, unchanged, type Write } from '../../model/write.ts';
import type { User } from './user-view.ts';
import { Users } from './users.entity.ts';

/** The condition that an account is active, suspended or deleted. */
export function accountIs<Outcome = never>(
  userId: string,
  status: User['status'],
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  return unchanged(Users, { userId }, { status }, otherwise);
}
