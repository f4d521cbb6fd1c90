import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { fillPage } from '../../model/fill-page.ts';
import { newestFirst } from '../../model/pages.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { hydratePosts, type Rule } from '../posts/hydrate-posts.ts';
import type { Entry } from '../posts/merge.ts';
import type { PostView } from '../posts/schema.ts';
import { tagKey } from '../posts/text-parts.ts';
import { PostTags, tagShards } from './post-tags.entity.ts';

/**
 * The public posts with a tag of authors who are not private, newest first. A page is one query of
 * each partition of the tag, and one batch.
 */
export function listTaggedPosts(
  ctx: Context<UserCaller>,
  tag: string,
  page: PageRequest,
): Promise<Page<PostView>> {
  const key = tagKey(tag);
  const rule: Rule = ({ visibility, tags = [] }, { isPrivate }, { hasBlock }) =>
    visibility === 'public' &&
    !isPrivate &&
    !hasBlock &&
    tags.some((written) => tagKey(written) === key);
  return fillPage(
    {
      find: (limit, after) => newestWith(key, limit, after),
      positionOf: ({ postId }: Entry) => postId,
      present: (entries) => hydratePosts(ctx, entries, rule),
    },
    page,
  );
}

async function newestWith(key: string, limit: number, after?: string): Promise<Entry[]> {
  const parts = await Promise.all(
    tagShards.map((shard) =>
      newestFirst(PostTags.query.posts({ tagKey: key, shard }), {
        limit,
        after,
        keyOf: (postId) => ({ postId }),
        consistent: true,
      }),
    ),
  );
  return parts
    .flat()
    .sort((one, other) => (one.postId < other.postId ? 1 : -1))
    .slice(0, limit);
}
