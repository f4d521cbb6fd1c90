import type { Unconditional } from '../../model/write.ts';
import type { Post } from '../posts/policy.ts';
import { tagKey } from '../posts/text-parts.ts';
import { PostTags, tagShards } from './post-tags.entity.ts';

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
export function taggings(post: TaggedPost, before?: TaggedPost): Unconditional[] {
  const places = placesOf(post);
  const former = before ? placesOf(before) : [];
  const has = (among: typeof places) => (place: { tagKey: string }) =>
    among.some((other) => other.tagKey === place.tagKey);
  return [
    ...places.filter((place) => !has(former)(place)).map((place) => PostTags.put(place)),
    ...former.filter((place) => !has(places)(place)).map((place) => PostTags.delete(place)),
  ];
}
