import { impossible, type Otherwise, type Write, writeIf } from '../../model/write.ts';
import { administratorChange } from './active-administrators.ts';
import { UserCounters } from './user-counters.entity.ts';
import type { User } from './user-view.ts';
import { Users } from './users.entity.ts';

/** What its owner sees of a deleted account once they have signed in. */
export const restored = (user: User): User => ({
  ...user,
  status: 'active',
  version: user.version + 1,
});

/**
 * The writes that undo the deletion of an account; refused when the account is not any more as it was
 * read, as when it is being purged.
 */
export function restoration<Outcome = never>(
  user: User,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  const { userId, role, version } = user;
  const change = Users.patch({ userId })
    .set({ status: 'active', version: version + 1 })
    .remove(['deletedAt', 'purge'])
    .where(
      (is, { eq, notExists }) =>
        `${eq(is.status, 'deleted')} AND ${eq(is.role, role)} AND ${eq(is.version, version)} AND ${notExists(is.purgingSince)}`,
    );
  return [
    writeIf(change, otherwise),
    writeIf(UserCounters.patch({ userId }).remove(['isAbsent']), impossible),
    ...administratorChange(user, restored(user)),
  ];
}
