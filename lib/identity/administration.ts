import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
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

/** Rounds in which a page is filled up when handles of it turn out to be let go. */
const maxRounds = 8;

async function listByHandle(
  beginning: string,
  { limit, after }: PageRequest,
): Promise<Page<AdminUserView>> {
  const items: AdminUserView[] = [];
  let position = after;
  for (let round = 0; round < maxRounds && items.length < limit; round++) {
    const wanted = limit - items.length;
    const claims = await claimsAfter(beginning, position, wanted + 1);
    const shown = claims.slice(0, wanted);
    const holders = new Map(shown.map(({ userId, handleKey: key }) => [userId, key]));
    const users = await readUsers([...holders.keys()]);
    items.push(...users.filter((user) => holders.get(user.id) === handleKey(user.handle)));
    position = shown.at(-1)?.handleKey ?? position;
    if (claims.length <= wanted) return { items, nextCursor: null };
  }
  return { items, nextCursor: position ?? null };
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
      counters: userIds.map((userId) => one(UserCounters, UserCounters.get({ userId }))),
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
      ...administratorChange(user, updated),
      ...(isRestricted ? await endSessions(userId, { now: ctx.now, otherwise: again }) : []),
    ],
    toAdminUserView(updated, counters),
  );
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
