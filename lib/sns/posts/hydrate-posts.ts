import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { userRead } from '../../identity/accounts/authors.ts';
import { toAuthorView, type User } from '../../identity/accounts/user-view.ts';
import { getGroups } from '../../model/read.ts';
import { barrierRead, followRead } from '../../relations/reads.ts';
import type { Entry } from './merge.ts';
import { isThere, type Post, type Standing } from './policy.ts';
import { withCounts } from './post-counts.ts';
import { toPostView } from './post-view.ts';
import { likeRead, postRead } from './reads.ts';
import type { PostView } from './schema.ts';
import { standingOf } from './standing.ts';

/** Whether a post belongs on the page. */
export type Rule = (post: Post, author: User, standing: Standing) => boolean;

/** The views of those posts that are there and that the rule lets through, `null` for others. */
export async function hydratePosts(
  ctx: Context<UserCaller>,
  entries: readonly Entry[],
  rule: Rule,
): Promise<(PostView | null)[]> {
  const viewerId = ctx.caller.userId;
  const authorIds = [...new Set(entries.map(({ authorId }) => authorId))];
  const {
    posts: found,
    likes,
    users,
    follows,
    barriers,
  } = await getGroups(
    {
      posts: entries.map(({ postId }) => postRead(postId)),
      likes: entries.map(({ postId }) => likeRead(postId, viewerId)),
      users: authorIds.map(userRead),
      follows: authorIds.map((authorId) => followRead(viewerId, authorId)),
      barriers: authorIds.map((authorId) => barrierRead(viewerId, authorId)),
    },
    { consistent: true },
  );
  const posts = await withCounts(found);
  const authors = new Map(
    authorIds.map((authorId, index) => {
      const [follow = null, barrier = null] = [follows[index], barriers[index]];
      const standing = standingOf(viewerId, authorId, follow, barrier);
      return [authorId, { author: users[index], standing }];
    }),
  );
  return entries.map(({ authorId }, index) => {
    const post = posts[index] ?? null;
    const { author, standing } = authors.get(authorId) ?? {};
    if (!author || !standing || !isThere(post) || !rule(post, author, standing)) return null;
    return toPostView(post, toAuthorView(author), Boolean(likes[index]));
  });
}
