import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import type { UserView } from '../identity/accounts/schema.ts';
import { newestFirst } from '../model/pages.ts';
import type { Page, PageRequest } from '../schema/page.ts';
import { type Edge, edgeRead } from './follow-edge.ts';
import { Follows } from './follows.entity.ts';
import { listUsers } from './list-related-users.ts';

/**
 * Who follows somebody, the latest first. Who has just unfollowed is left out, and who blocks the
 * caller or is blocked by them; who has just followed can take a moment to appear.
 *
 * @throws AppError `identity.user_not_found`, also when they block the caller, or are private and the
 *   caller does not follow them
 */
export function listFollowers(
  ctx: Context<UserCaller>,
  followeeId: string,
  page: PageRequest,
): Promise<Page<UserView>> {
  const positionOf = ({ followedAt, followerId }: Edge) => ({ at: followedAt, userId: followerId });
  return listUsers(
    ctx.caller.userId,
    {
      ownerId: followeeId,
      positionOf,
      edgeRead,
      find: (limit, after) =>
        newestFirst(Follows.query.followersByTime({ followeeId }), {
          limit,
          after,
          keyOf: ({ at, userId }) => ({ followedAt: at, followerId: userId }),
        }),
    },
    page,
  );
}
