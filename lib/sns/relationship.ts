import { AppError } from '../errors/app-error.ts';
import { userRead } from '../identity/authors.ts';
import type { RelationshipView } from '../identity/schema.ts';
import { getTogether } from '../model/read.ts';
import { followRead } from './reads.ts';

/**
 * How `userId` and `otherId` stand to each other, as `userId` sees it.
 *
 * @throws AppError `identity.user_not_found`
 */
export async function readRelationship(userId: string, otherId: string): Promise<RelationshipView> {
  const [other, follow, followBack] = await getTogether(
    [userRead(otherId), followRead(userId, otherId), followRead(otherId, userId)],
    { consistent: true },
  );
  if (!other) throw new AppError('identity.user_not_found');
  return {
    userId: otherId,
    following: follow !== null,
    requested: false,
    followedBy: followBack !== null,
    blocking: false,
    muting: false,
  };
}
