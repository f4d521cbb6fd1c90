import { AppError } from '../errors/app-error.ts';
import { userRead } from '../identity/authors.ts';
import type { RelationshipView } from '../identity/schema.ts';
import { getTogether } from '../model/read.ts';
import { followRead } from './reads.ts';

/** What {@link relationshipOf} is made of, to be read together with other items. */
export const relationshipReads = (userId: string, otherId: string) =>
  [followRead(userId, otherId), followRead(otherId, userId)] as const;

/** How the caller stands to `otherId`, by the edges between them. */
export function relationshipOf(
  otherId: string,
  follow: object | null,
  followBack: object | null,
): RelationshipView {
  return {
    userId: otherId,
    following: follow !== null,
    requested: false,
    followedBy: followBack !== null,
    blocking: false,
    muting: false,
  };
}

/**
 * How `userId` and `otherId` stand to each other, as `userId` sees it.
 *
 * @throws AppError `identity.user_not_found`
 */
export async function readRelationship(userId: string, otherId: string): Promise<RelationshipView> {
  const [other, follow, followBack] = await getTogether(
    [userRead(otherId), ...relationshipReads(userId, otherId)],
    { consistent: true },
  );
  if (!other) throw new AppError('identity.user_not_found');
  return relationshipOf(otherId, follow, followBack);
}
