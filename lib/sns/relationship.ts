import type { EntityItem } from 'electrodb';
import { AppError } from '../errors/app-error.ts';
import { userRead } from '../identity/authors.ts';
import type { RelationshipView } from '../identity/schema.ts';
import type { User } from '../identity/user-view.ts';
import { getTogether } from '../model/read.ts';
import { type Barrier, barrierSeenBy } from './barrier.ts';
import type { Follows } from './follows.entity.ts';
import { barrierRead, followRead } from './reads.ts';

type Follow = EntityItem<typeof Follows>;

/** All that is between a user and another. */
export interface Ties {
  follow: Follow | null;
  followBack: Follow | null;
  barrier: Barrier | null;
}

/** What {@link tiesOf} takes, to be read together with other items. */
export const tieReads = (userId: string, otherId: string) =>
  [followRead(userId, otherId), followRead(otherId, userId), barrierRead(userId, otherId)] as const;

export const tiesOf = (
  ...[follow, followBack, barrier]: [Follow | null, Follow | null, Barrier | null]
): Ties => ({ follow, followBack, barrier });

/**
 * How `userId` stands to `otherId`; `null` when the other blocks them, and so is not there for them.
 */
export function relationshipOf(
  userId: string,
  otherId: string,
  { follow, followBack, barrier }: Ties,
): RelationshipView | null {
  const { blocking, isBlocked, muting } = barrierSeenBy(userId, otherId, barrier);
  if (isBlocked) return null;
  return {
    userId: otherId,
    following: follow !== null,
    requested: false,
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

/**
 * Reads how `userId` and `otherId` stand to each other, as `userId` sees it.
 *
 * @throws AppError `identity.user_not_found`, also when the other blocks them
 */
export async function readStanding(userId: string, otherId: string): Promise<Standing> {
  const [other, ...found] = await getTogether([userRead(otherId), ...tieReads(userId, otherId)], {
    consistent: true,
  });
  const ties = tiesOf(...found);
  const relationship = relationshipOf(userId, otherId, ties);
  if (!other || !relationship) throw new AppError('identity.user_not_found');
  return { other, ties, relationship };
}
