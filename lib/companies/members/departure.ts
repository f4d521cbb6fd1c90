import { type Otherwise, type Write, write, writeIf } from '../../model/write.ts';
import { FormerMembers } from '../membership/former-members.entity.ts';
import { Members } from '../membership/members.entity.ts';
import type { Member } from '../membership/membership.ts';

/**
 * The writes by which somebody is a member no more, beside what counts them.
 *
 * @param otherwise When their membership has changed meanwhile.
 */
export function departure<Outcome = never>(
  { companyId, userId, role, joinedAt }: Member,
  now: Date,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  const membership = Members.remove({ companyId, userId }).where(
    (is, { eq }) => `${eq(is.role, role)} AND ${eq(is.joinedAt, joinedAt)}`,
  );
  return [
    writeIf(membership, otherwise),
    write(FormerMembers.put({ companyId, userId, role, leftAt: now.toISOString() })),
  ];
}
