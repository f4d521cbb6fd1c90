import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { fillPage } from '../model/fill-page.ts';
import type { Operation } from '../model/write.ts';
import type { Page, PageRequest } from '../schema/page.ts';
import { hydratePosts, type Rule } from './hydrate-posts.ts';
import type { Entry } from './merge.ts';
import type { Post } from './policy.ts';
import { PostTags, tagShards } from './post-tags.entity.ts';
import type { PostView } from './schema.ts';
import { tagKey } from './text-parts.ts';

type TaggedPost = Pick<Post, 'postId' | 'authorId' | 'visibility' | 'tags'>;

/** Of posts that differ in nothing else the last letter of the id differs. */
function shardOf(postId: string): (typeof tagShards)[number] {
  const [shard] = tagShards.slice((postId.codePointAt(postId.length - 1) ?? 0) % tagShards.length);
  if (shard === undefined) throw new Error('There is no such shard');
  return shard;
}

const placesOf = ({ postId, authorId, visibility, tags = [] }: TaggedPost) =>
  visibility === 'public'
    ? tags.map((tag) => ({ tagKey: tagKey(tag), shard: shardOf(postId), postId, authorId }))
    : [];

/** The operations by which a post is found by the tags that it has, and no more by those that it had. */
export function taggings(post: TaggedPost, before?: TaggedPost): Operation[] {
  const places = placesOf(post);
  const former = before ? placesOf(before) : [];
  const has = (among: typeof places) => (place: { tagKey: string }) =>
    among.some((other) => other.tagKey === place.tagKey);
  return [
    ...places.filter((place) => !has(former)(place)).map((place) => PostTags.put(place)),
    ...former.filter((place) => !has(places)(place)).map((place) => PostTags.delete(place)),
  ];
}

/**
 * The public posts with a tag of authors who are not private, newest first. A page is one query of
 * each partition of the tag, and one batch.
 */
export function readTaggedPosts(
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
    tagShards.map(async (shard) => {
      const posts = PostTags.query.posts({ tagKey: key, shard });
      const { data } = await (after === undefined ? posts : posts.lt({ postId: after })).go({
        order: 'desc',
        limit,
        consistent: true,
      });
      return data;
    }),
  );
  return parts
    .flat()
    .sort((one, other) => (one.postId < other.postId ? 1 : -1))
    .slice(0, limit);
}
