import type { EntityItem } from 'electrodb';
import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import type { UserView } from '../identity/accounts/schema.ts';
import { newestFirst } from '../model/pages.ts';
import type { Page, PageRequest } from '../schema/page.ts';
import { FollowRequests } from './follow-requests.entity.ts';
import { listUsers } from './list-related-users.ts';
import { requestRead } from './reads.ts';

type FollowRequest = EntityItem<typeof FollowRequests>;

/** Who asks to follow the caller, the latest first; who has just asked can take a moment to appear. */
export function listFollowRequests(
  ctx: Context<UserCaller>,
  page: PageRequest,
): Promise<Page<UserView>> {
  const targetId = ctx.caller.userId;
  return listUsers(
    targetId,
    {
      ownerId: targetId,
      positionOf: ({ requestedAt, requesterId }: FollowRequest) => ({
        at: requestedAt,
        userId: requesterId,
      }),
      edgeRead: ({ requesterId }: FollowRequest) => requestRead(requesterId, targetId),
      find: (limit, after) =>
        newestFirst(FollowRequests.query.requestsByTime({ targetId }), {
          limit,
          after,
          keyOf: ({ at, userId }) => ({ requestedAt: at, requesterId: userId }),
        }),
    },
    page,
  );
}
