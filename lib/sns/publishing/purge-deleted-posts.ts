import type { Context } from '../../context.ts';
import { Posts } from '../posts/posts.entity.ts';
import { orderPurges } from './purge-post.ts';

const pageSize = 1000;

/** Pages of deleted posts that one night orders to be removed; the rest waits for the next. */
const pagesPerNight = 20;

/** Orders the removal of deleted posts, those that wait longest first. */
export async function purgeDeletedPosts(ctx: Context): Promise<void> {
  let cursor: string | null = null;
  for (let page = 0; page < pagesPerNight; page++) {
    const found: Awaited<ReturnType<typeof deletedPosts>> = await deletedPosts(cursor);
    await orderPurges(
      ctx,
      found.data.map(({ postId }) => ({ postId })),
    );
    cursor = found.cursor;
    if (cursor === null) return;
  }
  ctx.log.warn('more deleted posts than one night removes', { pages: pagesPerNight });
}

const deletedPosts = (cursor: string | null) =>
  Posts.query.removals({ removal: 'due' }).go({ limit: pageSize, cursor });
