import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { fillPage } from '../model/fill-page.ts';
import { getGroups, one } from '../model/read.ts';
import { type Otherwise, type Write, write } from '../model/write.ts';
import { id } from '../schema/ids.ts';
import type { Page, PageRequest } from '../schema/page.ts';
import { administratorChange } from './active-administrators.ts';
import { address } from './address.ts';
import { AddressClaims } from './address-claims.entity.ts';
import { accountRead } from './authors.ts';
import { HandleClaims } from './handle-claims.entity.ts';
import { addressKey, handleKey } from './keys.ts';
import type { AdminUserView, FindUsersQuery, UpdateUserInput } from './schema.ts';
import { endSessions } from './session-roster.ts';
import { readAccount } from './sign-in.ts';
import { UserCounters } from './user-counters.entity.ts';
import { isBeingPurged, toAdminUserView, type User } from './user-view.ts';
import { Users } from './users.entity.ts';

/**
 * Users in the order of their handles: all, the one with an id or an address, or those whose handles
 * begin as told. Who has just got a handle can take a moment to appear under it.
 */
export async function findUsers(
  _ctx: Context<UserCaller>,
  { query = '' }: FindUsersQuery,
  page: PageRequest,
): Promise<Page<AdminUserView>> {
  if (id('user').safeParse(query).success) return onePage(await readUsers([query]));
  const written = address.safeParse(query);
  if (written.success) return onePage(await readUsers(await ownersOf(written.data)));
  const beginning = handleKey(query.replace(/^@/, ''));
  return /^[a-z0-9_]*$/.test(beginning) ? listByHandle(beginning, page) : onePage([]);
}

const onePage = (items: AdminUserView[]): Page<AdminUserView> => ({ items, nextCursor: null });

async function ownersOf(written: string): Promise<string[]> {
  const { data } = await AddressClaims.get({ addressKey: addressKey(written) }).go({
    consistent: true,
  });
  return data ? [data.userId] : [];
}

function listByHandle(beginning: string, page: PageRequest): Promise<Page<AdminUserView>> {
  return fillPage(
    {
      find: (limit, after) => claimsAfter(beginning, after, limit),
      positionOf: (claim) => claim.handleKey,
      present: async (claims) => {
        const users = await readUsers(claims.map(({ userId }) => userId));
        const byId = new Map(users.map((user) => [user.id, user]));
        return claims.map(({ userId, handleKey: key }) => {
          const user = byId.get(userId);
          // A handle that was let go may be told of for a moment.
          return user && handleKey(user.handle) === key ? user : undefined;
        });
      },
    },
    page,
  );
}

async function claimsAfter(beginning: string, after: string | undefined, limit: number) {
  const claims = HandleClaims.query.byHandle({});
  // Behind every letter of a handle, so that the range holds all that begin so.
  const end = `${beginning}~`;
  const range =
    after === undefined
      ? claims.between({ handleKey: beginning }, { handleKey: end })
      : claims.between({ handleKey: `${after}!` }, { handleKey: end });
  const { data } = await range.go({ limit });
  return data;
}

async function readUsers(userIds: readonly string[]): Promise<AdminUserView[]> {
  const { users, counters } = await getGroups(
    {
      users: userIds.map(accountRead),
      counters: userIds.map((userId) => one(UserCounters, { userId })),
    },
    { consistent: true },
  );
  return users.flatMap((user, index) =>
    user && !isBeingPurged(user) ? [toAdminUserView(user, counters[index] ?? null)] : [],
  );
}

/**
 * Changes what a user may do. A new role and a suspension end their sessions: refresh at once, access
 * within five seconds.
 *
 * @throws AppError `identity.user_not_found` · `identity.last_admin` · `identity.account_deleted`
 */
export async function updateUser(
  ctx: Context<UserCaller>,
  userId: string,
  input: UpdateUserInput,
): Promise<AdminUserView> {
  const account = await readAccount(userId);
  if (!account || isBeingPurged(account.user)) throw new AppError('identity.user_not_found');
  const { user, counters } = account;
  if (user.status === 'deleted') throw new AppError('identity.account_deleted');
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
  const again = () => updateUser(ctx, userId, input);
  const isRestricted = role !== user.role || (status !== user.status && status === 'suspended');
  return ctx.commit<AdminUserView>(
    [
      change(updated, user.version, again),
      ...absenceChange(user, updated),
      ...administratorChange(user, updated),
      ...(isRestricted ? await endSessions(userId, { now: ctx.now, otherwise: again }) : []),
    ],
    toAdminUserView(updated, counters),
  );
}

/** The write by which a suspended account's counters refuse what would count there, where that changes. */
function absenceChange(before: User, { userId, status }: User): Write<never>[] {
  if (status === before.status) return [];
  const counters = UserCounters.patch({ userId });
  return [
    write(
      status === 'suspended' ? counters.set({ isAbsent: true }) : counters.remove(['isAbsent']),
    ),
  ];
}

function change<Outcome>(
  { userId, role, status, suspensionReason, version }: User,
  before: number,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  const values = { role, status, version };
  const changed =
    suspensionReason === undefined
      ? Users.patch({ userId }).set(values).remove(['suspensionReason'])
      : Users.patch({ userId }).set({ ...values, suspensionReason });
  return write(
    changed.where((is, { eq }) => eq(is.version, before)),
    { otherwise },
  );
}
