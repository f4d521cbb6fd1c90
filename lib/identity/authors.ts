import { getTogether, one } from '../model/read.ts';
import type { AuthorView } from './schema.ts';
import { toAuthorView } from './user-view.ts';
import { Users } from './users.entity.ts';

/**
 * Names a user to be read together with other items:
 * `const [post, author] = await getTogether([one(Posts, …), userRead(authorId)])`.
 */
export const userRead = (userId: string) => one(Users, Users.get({ userId }));

/**
 * The authors of a page by id, read at once; whoever is gone is left out. Eventually consistent: a
 * new name may take a moment to show.
 */
export async function findAuthors(
  userIds: Iterable<string>,
): Promise<ReadonlyMap<string, AuthorView>> {
  const users = await getTogether([...new Set(userIds)].map(userRead));
  return new Map(
    users.filter((user) => user !== null).map((user) => [user.userId, toAuthorView(user)]),
  );
}
