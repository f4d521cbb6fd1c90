import { accountSuspended } from '../../auth/errors.ts';
import type { SessionCaller } from '../../caller.ts';
import { requireOtherOwners } from '../../companies/membership/ownership.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { retry } from '../../model/retry.ts';
import { impossible, writeIf } from '../../model/write.ts';
import { administratorChange } from '../accounts/active-administrators.ts';
import { purgeTime } from '../accounts/purge-time.ts';
import { UserCounters } from '../accounts/user-counters.entity.ts';
import { isBeingPurged, type User } from '../accounts/user-view.ts';
import { Users } from '../accounts/users.entity.ts';
import { emptyApiKeyList } from '../api-keys/api-keys.ts';
import { userNotFound } from '../errors.ts';
import { passwordIs } from '../passwords/passwords.ts';
import { requireOwnPassword } from '../sessions/own-password.ts';
import { endSessions } from '../sessions/session-roster.ts';
import { readAccount } from '../sign-in/sign-in.ts';
import type { DeletionView } from './schema.ts';

/**
 * Deletes the caller's account: nobody sees it from now on, its sessions and API keys end for good, and
 * it is purged after thirty days unless its owner signs in before.
 *
 * @throws AppError `auth.invalid_credentials`, also for who has no password ·
 * `auth.account_suspended` · `identity.last_admin` · `identity.user_not_found` ·
 * `companies.last_owner`, which names the company
 */
export async function deleteMe(
  ctx: Context<SessionCaller>,
  password: string,
): Promise<DeletionView> {
  const { userId } = ctx.caller;
  const claim = await requireOwnPassword(userId, password);
  await requireOtherOwners(userId);
  return retry(async (again) => {
    const account = await readAccount(userId);
    if (!account || isBeingPurged(account.user)) throw new AppError(userNotFound);
    const { user } = account;
    // Signing in would let a suspended account in again.
    if (user.status === 'suspended') throw new AppError(accountSuspended);
    if (user.deletedAt !== undefined) return toView(user.deletedAt);
    const deletedAt = ctx.now.toISOString();
    const deleted: User = { ...user, status: 'deleted', deletedAt, purge: 'due' };
    const change = Users.patch({ userId })
      .set({ status: 'deleted', deletedAt, purge: 'due' })
      .add({ version: 1, apiKeyEpoch: 1 })
      .where((is, { eq }) => `${eq(is.status, 'active')} AND ${eq(is.role, user.role)}`);
    return ctx.commit(
      [
        passwordIs(claim),
        writeIf(change, again),
        writeIf(UserCounters.patch({ userId }).set({ isAbsent: true }), impossible),
        ...administratorChange(user, deleted),
        emptyApiKeyList(userId),
        ...(await endSessions(userId, { now: ctx.now, otherwise: again })),
      ],
      toView(deletedAt),
    );
  });
}

const toView = (deletedAt: string): DeletionView => ({
  status: 'deleted',
  purgeAt: purgeTime(deletedAt).toISOString(),
});
