import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { retry } from '../../model/retry.ts';
import { impossible, type Otherwise, type Write, writeIf } from '../../model/write.ts';
import { administratorChange } from '../accounts/active-administrators.ts';
import type { AdminUserView } from '../accounts/schema.ts';
import { UserCounters } from '../accounts/user-counters.entity.ts';
import { isBeingPurged, toAdminUserView, type User } from '../accounts/user-view.ts';
import { Users } from '../accounts/users.entity.ts';
import { accountDeleted, userNotFound } from '../errors.ts';
import { endSessions } from '../sessions/session-roster.ts';
import { readAccount } from '../sign-in/sign-in.ts';
import type { UpdateUserInput } from './schema.ts';

/**
 * Changes what a user may do. A new role and a suspension end their sessions: refresh at once, access
 * within five seconds.
 *
 * @throws AppError `identity.user_not_found` · `identity.last_admin` · `identity.account_deleted`
 */
export function updateUser(
  ctx: Context<UserCaller>,
  userId: string,
  input: UpdateUserInput,
): Promise<AdminUserView> {
  return retry(async (again) => {
    const account = await readAccount(userId);
    if (!account || isBeingPurged(account.user)) throw new AppError(userNotFound);
    const { user, counters } = account;
    if (user.status === 'deleted') throw new AppError(accountDeleted);
    const { suspensionReason: reasonBefore, ...kept } = user;
    const { role = user.role, status = user.status } = input;
    const reason = status === 'suspended' ? (input.reason ?? reasonBefore) : undefined;
    const isSame = role === user.role && status === user.status && reason === reasonBefore;
    if (isSame) return toAdminUserView(user, counters);
    const version = user.version + 1;
    const updated: User = {
      ...kept,
      role,
      status,
      version,
      ...(reason !== undefined && { suspensionReason: reason }),
    };

    const isRestricted = role !== user.role || (status !== user.status && status === 'suspended');
    return ctx.commit(
      [
        change(updated, user.version, again),
        ...absenceChange(user, updated),
        ...administratorChange(user, updated),
        ...(isRestricted ? await endSessions(userId, { now: ctx.now, otherwise: again }) : []),
      ],
      toAdminUserView(updated, counters),
    );
  });
}

/** The write by which a suspended account's counters refuse what would count there, where that changes. */
function absenceChange(before: User, { userId, status }: User): Write<never>[] {
  if (status === before.status) return [];
  const counters = UserCounters.patch({ userId });
  return [
    writeIf(
      status === 'suspended' ? counters.set({ isAbsent: true }) : counters.remove(['isAbsent']),
      impossible,
    ),
  ];
}

function change<Outcome = never>(
  { userId, role, status, suspensionReason, version }: User,
  before: number,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  const values = { role, status, version };
  const changed =
    suspensionReason === undefined
      ? Users.patch({ userId }).set(values).remove(['suspensionReason'])
      : Users.patch({ userId }).set({ ...values, suspensionReason });
  return writeIf(
    changed.where((is, { eq }) => eq(is.version, before)),
    otherwise,
  );
}
