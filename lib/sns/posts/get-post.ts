import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { userRead } from '../../identity/accounts/authors.ts';
import { toAuthorView } from '../../identity/accounts/user-view.ts';
import { getTogether } from '../../model/read.ts';
import { postNotFound } from '../errors.ts';
import { isThere, maySee } from './policy.ts';
import { shardsRead, withShards } from './post-counts.ts';
import { toPostView } from './post-view.ts';
import { likeRead, postRead } from './reads.ts';
import type { PostView } from './schema.ts';
import { standingOf, standingReads } from './standing.ts';

/**
 * One post. Two requests: who wrote it is known after the first.
 *
 * @throws AppError `sns.post_not_found`, also when the caller may not see it
 */
export async function getPost(ctx: Context<UserCaller>, postId: string): Promise<PostView> {
  const viewerId = ctx.caller.userId;
  const consistent = { consistent: true };
  const [post, like] = await getTogether(
    [postRead(postId), likeRead(postId, viewerId)],
    consistent,
  );
  if (!isThere(post)) throw new AppError(postNotFound);
  const { authorId } = post;
  const [author, follow, barrier, ...shards] = await getTogether(
    [userRead(authorId), ...standingReads(viewerId, authorId), ...shardsRead(post)],
    consistent,
  );
  const standing = standingOf(viewerId, authorId, follow, barrier);
  if (!author || !maySee(post, author, standing)) throw new AppError(postNotFound);
  return toPostView(await withShards(post, shards), toAuthorView(author), like !== null);
}
