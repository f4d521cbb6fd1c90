import { defineInboxKind } from '../inbox/kind.ts';
import { check, condition, type Operation, type Otherwise, type Write } from '../model/write.ts';
import { FollowRequests } from './follow-requests.entity.ts';
import { Follows } from './follows.entity.ts';
import { Likes } from './likes.entity.ts';
import { isThere } from './policy.ts';
import { followRead, likeRead, postRead, requestRead } from './reads.ts';

const still = <Outcome>(operation: Operation, otherwise: Otherwise<Outcome>): Write<Outcome>[] => [
  condition(operation, { otherwise }),
];

const likeAsFound = (postId: string, userId: string, found: object | null) =>
  check(Likes, { postId, userId }).where((is, { exists, notExists }) =>
    found ? exists(is.userId) : notExists(is.userId),
  );

const followAsFound = (followerId: string, followeeId: string, found: object | null) =>
  check(Follows, { followerId, followeeId }).where((is, { exists, notExists }) =>
    found ? exists(is.followerId) : notExists(is.followerId),
  );

const requestAsFound = (requesterId: string, targetId: string, found: object | null) =>
  check(FollowRequests, { requesterId, targetId }).where((is, { exists, notExists }) =>
    found ? exists(is.requesterId) : notExists(is.requesterId),
  );

/** Of what is done with posts, and of who follows whom, users are told in their inboxes. */
export const snsInboxKinds = {
  like: defineInboxKind({
    topic: 'like',
    targetType: 'post',
    reads: ({ targetId, actorId }) => [postRead(targetId), likeRead(targetId, actorId)],
    holds: ([post, like], { recipientId }) =>
      isThere(post) && post.authorId === recipientId && like !== null,
    asFound: ([, like], { targetId, actorId }, otherwise) =>
      still(likeAsFound(targetId, actorId, like), otherwise),
  }),
  follow: defineInboxKind({
    topic: 'follow',
    targetType: 'user',
    reads: ({ recipientId, actorId }) => [followRead(actorId, recipientId)],
    holds: ([follow]) => follow !== null,
    asFound: ([follow], { recipientId, actorId }, otherwise) =>
      still(followAsFound(actorId, recipientId, follow), otherwise),
  }),
  follow_request: defineInboxKind({
    topic: 'follow_request',
    targetType: 'user',
    reads: ({ recipientId, actorId }) => [requestRead(actorId, recipientId)],
    holds: ([request]) => request !== null,
    asFound: ([request], { recipientId, actorId }, otherwise) =>
      still(requestAsFound(actorId, recipientId, request), otherwise),
  }),
  follow_accepted: defineInboxKind({
    topic: 'follow_request',
    targetType: 'user',
    reads: ({ recipientId, actorId }) => [followRead(recipientId, actorId)],
    holds: ([follow]) => follow !== null,
    asFound: ([follow], { recipientId, actorId }, otherwise) =>
      still(followAsFound(recipientId, actorId, follow), otherwise),
  }),
};
