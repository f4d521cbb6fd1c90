import {
  authorLogFilled,
  postCreated,
  postDeleted,
  postLiked,
  postUnliked,
  userFollowed,
  userUnfollowed,
} from '../../events/messages/sns.ts';
import { type ChangeRule, onChange } from '../events/change.ts';
import { timeOfId } from '../ids.ts';
import { draft } from '../queue/message.ts';
import { AuthorLogs, headChunk } from './author-logs.entity.ts';
import { Follows } from './follows.entity.ts';
import { Likes } from './likes.entity.ts';
import { chunksToSeal } from './log-chunks.ts';
import { Posts } from './posts.entity.ts';

const postChanges = onChange(Posts, (before, after) => {
  if (!before && after) {
    const { postId, authorId, visibility, delivery } = after;
    return [draft(postCreated, postId, { postId, authorId, visibility, delivery })];
  }
  if (before && !before.deletedAt && after?.deletedAt) {
    const { postId, authorId } = after;
    return [draft(postDeleted, postId, { postId, authorId })];
  }
  return [];
});

const likeChanges = onChange(Likes, (before, after) => {
  const like = after ?? before;
  if (!like || (before && after)) return [];
  const { postId, userId } = like;
  return [draft(after ? postLiked : postUnliked, postId, { postId, userId })];
});

const followChanges = onChange(Follows, (before, after) => {
  const follow = after ?? before;
  if (!follow || (before && after)) return [];
  const { followerId, followeeId } = follow;
  return [draft(after ? userFollowed : userUnfollowed, followeeId, { followerId, followeeId })];
});

const authorLogChanges = onChange(AuthorLogs, (before, after) => {
  if (after?.chunk !== headChunk) return [];
  const { authorId, postIds = [] } = after;
  const newest = postIds.toSorted().at(-1);
  const hasGrown = postIds.length > (before?.postIds?.length ?? 0);
  if (!newest || !hasGrown || chunksToSeal(postIds, timeOfId(newest)).length === 0) return [];
  return [draft(authorLogFilled, authorId, { authorId })];
});

/** What changes of posts, likes and follows are told as. */
export const snsChanges: readonly ChangeRule[] = [
  postChanges,
  likeChanges,
  followChanges,
  authorLogChanges,
];
