import type { EntityItem } from 'electrodb';
import { AppError } from '../errors/app-error.ts';
import { userRead } from '../identity/accounts/authors.ts';
import type { RelationshipView } from '../identity/accounts/schema.ts';
import type { User } from '../identity/accounts/user-view.ts';
import { userNotFound } from '../identity/errors.ts';
import { getTogether } from '../model/read.ts';
import { type Barrier, barrierSeenBy } from './barrier.ts';
import type { FollowRequests } from './follow-requests.entity.ts';
import type { Follow } from './follow-writes.ts';
import { barrierRead, followRead, requestRead } from './reads.ts';

/** All that is between a user and another. */
export interface Ties {
  follow: Follow | null;
  followBack: Follow | null;
  /** Of the user to follow the other. */
  request: EntityItem<typeof FollowRequests> | null;
  barrier: Barrier | null;
}

/** What {@link tiesOf} takes, to be read together with other items. */
export const tieReads = (userId: string, otherId: string) =>
  [
    followRead(userId, otherId),
    followRead(otherId, userId),
    requestRead(userId, otherId),
    barrierRead(userId, otherId),
  ] as const;

export const tiesOf = (
  ...[follow, followBack, request, barrier]: [
    Ties['follow'],
    Ties['followBack'],
    Ties['request'],
    Ties['barrier'],
  ]
): Ties => ({ follow, followBack, request, barrier });

/**
 * How `userId` stands to `otherId`; `null` when the other blocks them, and so is not there for them.
 */
export function relationshipOf(
  userId: string,
  otherId: string,
  { follow, followBack, request, barrier }: Ties,
): RelationshipView | null {
  const { blocking, isBlocked, muting } = barrierSeenBy(userId, otherId, barrier);
  if (isBlocked) return null;
  return {
    userId: otherId,
    following: follow !== null,
    requested: request !== null && follow === null,
    followedBy: followBack !== null,
    blocking,
    muting,
  };
}

export interface Standing {
  other: User;
  ties: Ties;
  relationship: RelationshipView;
}

/** Reads all that is between `userId` and `otherId`, whether or not they are there for `userId`. */
export async function readTies(
  userId: string,
  otherId: string,
): Promise<{ other: User | null; ties: Ties; relationship: RelationshipView | null }> {
  const [other, ...found] = await getTogether([userRead(otherId), ...tieReads(userId, otherId)], {
    consistent: true,
  });
  const ties = tiesOf(...found);
  return { other, ties, relationship: other && relationshipOf(userId, otherId, ties) };
}

/**
 * Reads how `userId` and `otherId` stand to each other, as `userId` sees it.
 *
 * @throws AppError `identity.user_not_found`, also when the other blocks them
 */
export async function readStanding(userId: string, otherId: string): Promise<Standing> {
  const { other, ties, relationship } = await readTies(userId, otherId);
  if (!other || !relationship) throw new AppError(userNotFound);
  return { other, ties, relationship };
}
