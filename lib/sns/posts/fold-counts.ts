import type { Context } from '../../context.ts';
import { eachPage } from '../../model/pages.ts';
import { fold } from './post-counts.ts';
import { SpreadPosts } from './spread-posts.entity.ts';

/** Folds the counts of spread posts back that stand still. The log tells how many still change. */
export async function foldCounts(ctx: Context): Promise<void> {
  const read = (cursor: string | null) =>
    SpreadPosts.query.spreadPosts({}).go({ consistent: true, limit: 100, cursor });
  let busy = 0;
  for await (const spreadPosts of eachPage(read)) {
    for (const { postId } of spreadPosts) if (!(await fold(ctx, postId))) busy += 1;
  }
  if (busy > 0) ctx.log.info('posts stay spread', { busy });
}
