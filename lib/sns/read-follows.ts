import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { userRead } from '../identity/authors.ts';
import type { UserView } from '../identity/schema.ts';
import { UserCounters } from '../identity/user-counters.entity.ts';
import { toUserView } from '../identity/user-view.ts';
import { getGroups, one } from '../model/read.ts';
import type { Page, PageRequest } from '../schema/page.ts';
import { barrierSeenBy, hasBlock } from './barrier.ts';
import { Follows } from './follows.entity.ts';
import { barrierRead, followRead } from './reads.ts';

interface Edge {
  followeeId: string;
  followerId: string;
  followedAt: string;
}

/**
 * Who follows somebody, the latest first. Who has just unfollowed is left out, and who blocks the caller or is
 * blocked by them; who has just followed
 * can take a moment to appear.
 *
 * @throws AppError `identity.user_not_found`, also when they block the caller
 */
export function readFollowers(
  ctx: Context<UserCaller>,
  userId: string,
  page: PageRequest,
): Promise<Page<UserView>> {
  return listUsers(ctx.caller.userId, userId, page, {
    other: ({ followerId }) => followerId,
    query: (limit, after) => {
      const followers = Follows.query.followersByTime({ followeeId: userId });
      return (
        after ? followers.lt({ followedAt: after.followedAt, followerId: after.userId }) : followers
      ).go({ order: 'desc', limit });
    },
  });
}

/**
 * Whom somebody follows, the latest first. Who has just been unfollowed is left out, and who blocks the
 * caller or is blocked by them; who has just
 * been followed can take a moment to appear.
 *
 * @throws AppError `identity.user_not_found`, also when they block the caller
 */
export function readFollowing(
  ctx: Context<UserCaller>,
  userId: string,
  page: PageRequest,
): Promise<Page<UserView>> {
  return listUsers(ctx.caller.userId, userId, page, {
    other: ({ followeeId }) => followeeId,
    query: (limit, after) => {
      const following = Follows.query.following({ followerId: userId });
      return (
        after ? following.lt({ followedAt: after.followedAt, followeeId: after.userId }) : following
      ).go({ order: 'desc', limit });
    },
  });
}

interface Position {
  followedAt: string;
  userId: string;
}

interface Side {
  /** The user that the list shows of an edge. */
  other: (edge: Edge) => string;
  query: (limit: number, after?: Position) => Promise<{ data: Edge[]; cursor: string | null }>;
}

/** Rounds in which a page is filled up when edges of it turn out to be gone. */
const maxRounds = 8;

async function listUsers(
  viewerId: string,
  userId: string,
  { limit, after }: PageRequest,
  side: Side,
): Promise<Page<UserView>> {
  const items: UserView[] = [];
  let position = after === undefined ? undefined : decode(after);
  for (let round = 0; round < maxRounds; round++) {
    const { data: edges, cursor } = await side.query(limit - items.length + 1, position);
    const shown = edges.slice(0, limit - items.length);
    items.push(...(await hydrate(viewerId, userId, shown, side)));
    const last = shown.at(-1);
    if (last) position = { followedAt: last.followedAt, userId: side.other(last) };
    const isMore = edges.length > shown.length || cursor !== null;
    if (!isMore) return { items, nextCursor: null };
    if (items.length >= limit) break;
  }
  return { items, nextCursor: position ? encode(position) : null };
}

const encode = ({ followedAt, userId }: Position) => `${followedAt} ${userId}`;

function decode(text: string): Position {
  const [followedAt = '', userId = ''] = text.split(' ');
  return { followedAt, userId };
}

async function hydrate(
  viewerId: string,
  userId: string,
  edges: readonly Edge[],
  side: Side,
): Promise<UserView[]> {
  const others = edges.map(side.other);
  const found = await getGroups(
    {
      owner: [userRead(userId)],
      ownBarrier: [barrierRead(viewerId, userId)],
      barriers: others.map((id) => barrierRead(viewerId, id)),
      users: others.map(userRead),
      counters: others.map((id) => one(UserCounters, UserCounters.get({ userId: id }))),
      follows: edges.map(({ followerId, followeeId }) => followRead(followerId, followeeId)),
    },
    { consistent: true },
  );
  const { isBlocked } = barrierSeenBy(viewerId, userId, found.ownBarrier[0] ?? null);
  if (!found.owner[0] || isBlocked) throw new AppError('identity.user_not_found');
  return others.flatMap((_, index) => {
    const user = found.users[index];
    const isSeen = found.follows[index] && !hasBlock(found.barriers[index]);
    return user && isSeen ? [toUserView(user, found.counters[index] ?? null)] : [];
  });
}
