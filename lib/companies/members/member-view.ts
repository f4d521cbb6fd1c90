import { toAuthorView, type User } from '../../identity/accounts/user-view.ts';
import type { Member } from '../membership/membership.ts';
import type { MemberView } from './schema.ts';

/** A member as the others see them. */
export function toMemberView(
  { role, ownOnly, joinedAt, profile: { fullName } }: Member,
  user: User,
): MemberView {
  const { id: userId, ...author } = toAuthorView(user);
  return {
    userId,
    ...author,
    ...(fullName !== undefined && { fullName }),
    role,
    ownOnly,
    joinedAt,
  };
}
