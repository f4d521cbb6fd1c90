import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { userRead } from '../../identity/accounts/authors.ts';
import { userNotFound } from '../../identity/errors.ts';
import { getGroups } from '../../model/read.ts';
import { barrierSeenBy } from '../../relations/barrier.ts';
import { barrierRead, followRead } from '../../relations/reads.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { maySee } from '../posts/policy.ts';
import type { PostView } from '../posts/schema.ts';
import { addChunk, readPage } from './feed.ts';
import { loadPosition } from './feed-position.ts';
import { firstChunks, type LogState } from './log-chunks.ts';
import { chunkRead } from './log-reads.ts';

/**
 * What somebody has posted, as far as the caller may see it, newest first. Two requests a page.
 *
 * @throws AppError `identity.user_not_found`, also when they block the caller
 */
export async function listUserPosts(
  ctx: Context<UserCaller>,
  userId: string,
  { limit, after }: PageRequest,
): Promise<Page<PostView>> {
  const viewerId = ctx.caller.userId;
  const position = after === undefined ? undefined : await loadPosition(after);
  const start = position?.logs.find(({ authorId }) => authorId === userId);
  const log: LogState = { authorId: userId, start, sealed: 0, chunks: new Map() };
  const wanted = firstChunks(start, limit);
  const { users, follows, barriers, chunks } = await getGroups(
    {
      users: [userRead(userId)],
      follows: [followRead(viewerId, userId)],
      barriers: [barrierRead(viewerId, userId)],
      chunks: wanted.map((chunk) => chunkRead(userId, chunk)),
    },
    { consistent: true },
  );
  const { isBlocked, blocking } = barrierSeenBy(viewerId, userId, barriers[0] ?? null);
  const [author] = users;
  if (!author || isBlocked) throw new AppError(userNotFound);
  const isStranger = userId !== viewerId && !follows[0];
  // Nothing would be shown, however far it was read.
  if (blocking || (author.isPrivate && isStranger)) return { items: [], nextCursor: null };
  for (const [index, chunk] of wanted.entries()) addChunk(log, chunk, chunks[index] ?? null);
  const feed = { home: undefined, logs: [log] };
  return readPage(ctx, feed, { below: position?.below, limit, rule: maySee });
}
