import {
  authorLogFilled,
  followRequestEnded,
  followRequested,
  postCreated,
  postDeleted,
  postEdited,
  postLiked,
  postReplied,
  postUnliked,
  replyEnded,
  userBlocked,
  userFollowed,
  userMentioned,
  userMuted,
  userUnblocked,
  userUnfollowed,
  userUnmentioned,
  userUnmuted,
} from '../../events/messages/sns.ts';
import { type ChangeRule, onChange } from '../events/change.ts';
import { timeOfId } from '../ids.ts';
import { inboxChanges } from '../inbox/events.ts';
import { type Draft, draft } from '../queue/message.ts';
import { barrierSeenBy } from '../relations/barrier.ts';
import { Barriers } from '../relations/barriers.entity.ts';
import { FollowRequests } from '../relations/follow-requests.entity.ts';
import { Follows } from '../relations/follows.entity.ts';
import { Likes } from './posts/likes.entity.ts';
import { Mentions } from './posts/mentions.entity.ts';
import { Posts } from './posts/posts.entity.ts';
import { Replies } from './posts/replies.entity.ts';
import { AuthorLogs, headChunk } from './timeline/author-logs.entity.ts';
import { chunksToSeal } from './timeline/log-chunks.ts';

const postChanges = onChange(Posts, (before, after) => {
  if (!before && after) {
    const { postId, authorId, visibility, delivery } = after;
    return [draft(postCreated, postId, { postId, authorId, visibility, delivery })];
  }
  if (before && !before.deletedAt && after?.deletedAt) {
    const { postId, authorId } = after;
    return [draft(postDeleted, postId, { postId, authorId })];
  }
  if (before && after && before.version !== after.version) {
    const { postId, authorId, version } = after;
    return [draft(postEdited, postId, { postId, authorId, version })];
  }
  return [];
});

const likeChanges = onChange(Likes, (before, after) => {
  const like = after ?? before;
  if (!like || (before && after)) return [];
  const { postId, userId } = like;
  return [draft(after ? postLiked : postUnliked, postId, { postId, userId })];
});

const replyChanges = onChange(Replies, (before, after) => {
  const reply = after ?? before;
  if (!reply || (before && after)) return [];
  const { parentId, parentAuthorId, replyId: postId, authorId } = reply;
  const data = { postId, authorId, parentId, parentAuthorId };
  return [draft(after ? postReplied : replyEnded, parentId, data)];
});

const mentionChanges = onChange(Mentions, (before, after) => {
  const mention = after ?? before;
  if (!mention || (before && after) || mention.isAnswered) return [];
  const { postId, authorId, userId } = mention;
  return [draft(after ? userMentioned : userUnmentioned, postId, { postId, authorId, userId })];
});

const followChanges = onChange(Follows, (before, after) => {
  const follow = after ?? before;
  if (!follow || (before && after)) return [];
  const { followerId, followeeId } = follow;
  return [draft(after ? userFollowed : userUnfollowed, followeeId, { followerId, followeeId })];
});

const followRequestChanges = onChange(FollowRequests, (before, after) => {
  const request = after ?? before;
  if (!request || (before && after)) return [];
  const { requesterId, targetId } = request;
  const message = after ? followRequested : followRequestEnded;
  return [draft(message, targetId, { requesterId, targetId })];
});

const barrierChanges = onChange(Barriers, (before, after) => {
  const { lowerId, higherId } = after ?? before ?? {};
  if (!lowerId || !higherId) return [];
  const changesBy = (one: string, other: string): Draft[] => {
    const [was, is] = [before ?? null, after ?? null].map((seen) =>
      barrierSeenBy(one, other, seen),
    );
    const block = { blockerId: one, blockedId: other };
    const mute = { muterId: one, mutedId: other };
    return [
      ...(was?.blocking === is?.blocking
        ? []
        : [draft(is?.blocking ? userBlocked : userUnblocked, other, block)]),
      ...(was?.muting === is?.muting
        ? []
        : [draft(is?.muting ? userMuted : userUnmuted, other, mute)]),
    ];
  };
  return [...changesBy(lowerId, higherId), ...changesBy(higherId, lowerId)];
});

const authorLogChanges = onChange(AuthorLogs, (before, after) => {
  if (after?.chunk !== headChunk) return [];
  const { authorId, postIds = [] } = after;
  const newest = postIds.toSorted().at(-1);
  const hasGrown = postIds.length > (before?.postIds?.length ?? 0);
  if (!newest || !hasGrown || chunksToSeal(postIds, timeOfId(newest)).length === 0) return [];
  return [draft(authorLogFilled, authorId, { authorId })];
});

/** Turns changes of posts, likes, replies, mentions, follows and barriers into events. */
export const snsChanges: readonly ChangeRule[] = [
  postChanges,
  likeChanges,
  replyChanges,
  mentionChanges,
  followChanges,
  followRequestChanges,
  barrierChanges,
  authorLogChanges,
  ...inboxChanges,
];
