import type { EntityItem } from 'electrodb';
import type { User } from '../identity/accounts/user-view.ts';
import { defineInboxKind } from '../inbox/kind.ts';
import { absent, check, condition, exists } from '../model/write.ts';
import { FollowRequests } from '../relations/follow-requests.entity.ts';
import { Follows } from '../relations/follows.entity.ts';
import { followRead, requestRead } from '../relations/reads.ts';
import { Likes } from './posts/likes.entity.ts';
import { Mentions } from './posts/mentions.entity.ts';
import { isThere, maySee, type Post, type Standing } from './posts/policy.ts';
import { likeRead, mentionRead, postRead, replyRead } from './posts/reads.ts';
import { Replies } from './posts/replies.entity.ts';

type Follow = EntityItem<typeof Follows>;

const followAsFound = (followerId: string, followeeId: string, found: Follow | null) =>
  check(Follows, { followerId, followeeId }).where((is, { exists, notExists }) => {
    if (!found) return notExists(is.followerId);
    const asMade = found.isAccepted ? exists(is.isAccepted) : notExists(is.isAccepted);
    return `${exists(is.followerId)} AND ${asMade}`;
  });

/** Whether a post of the actor is there, and one who follows them or not may see it. */
const isInSight = (post: Post | null, actor: User | null, follow: object | null): boolean =>
  isThere(post) &&
  maySee(post, actor ?? { isPrivate: false }, { ...stranger, isFollower: follow !== null });

/** Blocks and mutes are looked at for every kind. */
const stranger: Standing = {
  isAuthor: false,
  isFollower: false,
  hasBlock: false,
  isMuting: false,
};

/** Of what is done with posts, and of who follows whom, users are told in their inboxes. */
export const snsInboxKinds = {
  like: defineInboxKind({
    topic: 'like',
    targetType: 'post',
    isToggled: true,
    reads: ({ targetId, actorId }) => [postRead(targetId), likeRead(targetId, actorId)],
    holds: ([post, like], { recipientId }) =>
      isThere(post) && post.authorId === recipientId && like !== null,
    asFound: ([, like], { targetId, actorId }, otherwise) => [
      (like ? exists : absent)(Likes, { postId: targetId, userId: actorId }, otherwise),
    ],
  }),
  reply: defineInboxKind({
    topic: 'reply',
    targetType: 'post',
    reads: ({ recipientId, targetId, actorId, sourceId = '' }) => [
      replyRead(targetId, sourceId),
      postRead(targetId),
      postRead(sourceId),
      followRead(recipientId, actorId),
    ],
    holds: ([edge, parent, reply, follow], _notice, actor) =>
      edge !== null && isThere(parent) && isInSight(reply, actor, follow),
    asFound: ([edge], { targetId, sourceId = '' }, otherwise) => [
      (edge ? exists : absent)(Replies, { parentId: targetId, replyId: sourceId }, otherwise),
    ],
  }),
  mention: defineInboxKind({
    topic: 'mention',
    targetType: 'post',
    isToggled: true,
    reads: ({ recipientId, targetId, actorId }) => [
      mentionRead(targetId, recipientId),
      postRead(targetId),
      followRead(recipientId, actorId),
    ],
    holds: ([mention, post, follow], _notice, actor) =>
      mention !== null && isInSight(post, actor, follow),
    asFound: ([mention], { recipientId, targetId }, otherwise) => [
      (mention ? exists : absent)(Mentions, { postId: targetId, userId: recipientId }, otherwise),
    ],
  }),
  follow: defineInboxKind({
    topic: 'follow',
    targetType: 'user',
    isToggled: true,
    reads: ({ recipientId, actorId }) => [followRead(actorId, recipientId)],
    holds: ([follow]) => follow !== null && !follow.isAccepted,
    asFound: ([follow], { recipientId, actorId }, otherwise) => [
      condition(followAsFound(actorId, recipientId, follow), otherwise),
    ],
  }),
  follow_request: defineInboxKind({
    topic: 'follow_request',
    targetType: 'user',
    reads: ({ recipientId, actorId }) => [requestRead(actorId, recipientId)],
    holds: ([request]) => request !== null,
    asFound: ([request], { recipientId, actorId }, otherwise) => [
      (request ? exists : absent)(
        FollowRequests,
        { requesterId: actorId, targetId: recipientId },
        otherwise,
      ),
    ],
  }),
  follow_accepted: defineInboxKind({
    topic: 'follow_request',
    targetType: 'user',
    reads: ({ recipientId, actorId }) => [followRead(recipientId, actorId)],
    holds: ([follow]) => follow?.isAccepted === true,
    asFound: ([follow], { recipientId, actorId }, otherwise) => [
      condition(followAsFound(recipientId, actorId, follow), otherwise),
    ],
  }),
};
