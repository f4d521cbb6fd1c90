import type { EntityItem } from 'electrodb';
import type { User } from '../../identity/accounts/user-view.ts';
import type { Posts } from './posts.entity.ts';

export type Post = EntityItem<typeof Posts>;

/** How a viewer stands to a post's author. */
export interface Standing {
  isAuthor: boolean;
  isFollower: boolean;
  /** One of them blocks the other. */
  hasBlock: boolean;
  /** The viewer mutes the author. */
  isMuting: boolean;
}

/** Whether a post is there for anybody at all. */
export function isThere(post: Post | null | undefined): post is Post {
  return Boolean(post) && post?.deletedAt === undefined;
}

/** Whether a viewer may see a post that is there; to who may not, it looks absent. */
export function maySee(
  { visibility }: Pick<Post, 'visibility'>,
  { isPrivate }: Pick<User, 'isPrivate'>,
  { isAuthor, isFollower, hasBlock }: Standing,
): boolean {
  if (hasBlock) return false;
  return isAuthor || isFollower || (visibility === 'public' && !isPrivate);
}

/** Whether an author's posts belong into a viewer's home timeline. */
export function belongsToHome({ isAuthor, isFollower, hasBlock, isMuting }: Standing): boolean {
  return isAuthor || (isFollower && !hasBlock && !isMuting);
}
