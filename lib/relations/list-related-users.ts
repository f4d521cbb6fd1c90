import { AppError } from '../errors/app-error.ts';
import { userRead } from '../identity/accounts/authors.ts';
import type { UserView } from '../identity/accounts/schema.ts';
import { UserCounters } from '../identity/accounts/user-counters.entity.ts';
import { toUserView } from '../identity/accounts/user-view.ts';
import { userNotFound } from '../identity/errors.ts';
import { fillPage } from '../model/fill-page.ts';
import { type Gettable, getGroups, one } from '../model/read.ts';
import type { Page, PageRequest } from '../schema/page.ts';
import { barrierSeenBy, hasBlock } from './barrier.ts';
import { barrierRead, followRead } from './reads.ts';

/** Where a page ends. */
export interface EdgePosition {
  /** RFC 3339. */
  at: string;
  userId: string;
}

/** A list of users by what ties them to its owner, the latest first. */
export interface EdgeList<Edge> {
  /** For whom the owner blocks there is no list, and that of a private account is for its followers. */
  ownerId: string;
  positionOf: (edge: Edge) => EdgePosition;
  /** Names the edge itself: what the index tells may be gone already. */
  edgeRead: (edge: Edge) => Gettable<unknown>;
  /** At most `limit` edges behind a position. */
  find: (limit: number, after: EdgePosition | undefined) => Promise<Edge[]>;
}

/**
 * A page of the users of a list, without who blocks the viewer or is blocked by them.
 *
 * @throws AppError `identity.user_not_found` when the owner is not there for the viewer
 */
export function listUsers<Edge>(
  viewerId: string,
  list: EdgeList<Edge>,
  page: PageRequest,
): Promise<Page<UserView>> {
  return fillPage(
    {
      find: (limit, after) => list.find(limit, after === undefined ? undefined : decode(after)),
      positionOf: (edge) => encode(list.positionOf(edge)),
      present: (edges) => hydrate(viewerId, list, edges),
    },
    page,
  );
}

const encode = ({ at, userId }: EdgePosition) => `${at} ${userId}`;

function decode(text: string): EdgePosition {
  const [at = '', userId = ''] = text.split(' ');
  return { at, userId };
}

async function hydrate<Edge>(
  viewerId: string,
  { ownerId, positionOf, edgeRead }: EdgeList<Edge>,
  edges: readonly Edge[],
): Promise<(UserView | null | undefined)[]> {
  const others = edges.map((edge) => positionOf(edge).userId);
  const found = await getGroups(
    {
      owner: [userRead(ownerId)],
      ownBarrier: [barrierRead(viewerId, ownerId)],
      ownFollow: viewerId === ownerId ? [] : [followRead(viewerId, ownerId)],
      users: others.map(userRead),
      counters: others.map((id) => one(UserCounters, { userId: id })),
      edges: edges.map(edgeRead),
      barriers: others.map((id) => barrierRead(viewerId, id)),
    },
    { consistent: true },
  );
  const { isBlocked } = barrierSeenBy(viewerId, ownerId, found.ownBarrier[0] ?? null);
  const [owner] = found.owner;
  const isHidden = owner?.isPrivate && viewerId !== ownerId && !found.ownFollow[0];
  if (!owner || isBlocked || isHidden) throw new AppError(userNotFound);
  return others.map((_, index) => {
    const user = found.users[index];
    const isSeen = found.edges[index] && !hasBlock(found.barriers[index]);
    return user && isSeen ? toUserView(user, found.counters[index] ?? null) : null;
  });
}
