import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { fillPage } from '../../model/fill-page.ts';
import { getGroups, one } from '../../model/read.ts';
import { id } from '../../schema/ids.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { address } from '../accounts/address.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { accountRead } from '../accounts/authors.ts';
import { HandleClaims } from '../accounts/handle-claims.entity.ts';
import { addressKey, handleKey } from '../accounts/keys.ts';
import type { AdminUserView } from '../accounts/schema.ts';
import { UserCounters } from '../accounts/user-counters.entity.ts';
import { isBeingPurged, toAdminUserView } from '../accounts/user-view.ts';
import type { FindUsersQuery } from './schema.ts';

/**
 * Users in the order of their handles: all, the one with an id or an address, or those whose handles
 * begin as told. Who has just got a handle can take a moment to appear under it.
 */
export async function listUsers(
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
