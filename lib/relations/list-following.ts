import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import type { UserView } from '../identity/accounts/schema.ts';
import { newestFirst } from '../model/pages.ts';
import type { Page, PageRequest } from '../schema/page.ts';
import { type Edge, edgeRead } from './follow-edge.ts';
import { Follows } from './follows.entity.ts';
import { listUsers } from './list-related-users.ts';

/**
 * Whom somebody follows, the latest first. Who has just been unfollowed is left out, and who blocks
 * the caller or is blocked by them; who has just been followed can take a moment to appear.
 *
 * @throws AppError `identity.user_not_found`, also when they block the caller, or are private and the
 *   caller does not follow them
 */
export function listFollowing(
  ctx: Context<UserCaller>,
  followerId: string,
  page: PageRequest,
): Promise<Page<UserView>> {
  const positionOf = ({ followedAt, followeeId }: Edge) => ({ at: followedAt, userId: followeeId });
  return listUsers(
    ctx.caller.userId,
    {
      ownerId: followerId,
      positionOf,
      edgeRead,
      find: (limit, after) =>
        newestFirst(Follows.query.following({ followerId }), {
          limit,
          after,
          keyOf: ({ at, userId }) => ({ followedAt: at, followeeId: userId }),
        }),
    },
    page,
  );
}
