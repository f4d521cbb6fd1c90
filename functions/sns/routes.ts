import * as z from 'zod';
import { defineRoute } from '../../lib/http/route.ts';
import { exampleUserId, relationshipView, userView } from '../../lib/identity/accounts/schema.ts';
import {
  exampleEntryId,
  inboxEntryView,
  readPositionInput,
  readPositionView,
  unreadCountView,
} from '../../lib/inbox/schema.ts';
import { exampleTakedown, takedownInput } from '../../lib/moderation/schema.ts';
import { id } from '../../lib/schema/ids.ts';
import { pageOf } from '../../lib/schema/page.ts';
import { likeView } from '../../lib/sns/likes/schema.ts';
import {
  examplePostId,
  postEditView,
  postView,
  relationshipsQuery,
} from '../../lib/sns/posts/schema.ts';
import { createPostInput, editPostInput } from '../../lib/sns/publishing/schema.ts';
import { tagName } from '../../lib/sns/tags/schema.ts';

const reads = { scopes: ['posts:read'] } as const;
const writes = { scopes: ['posts:write'] } as const;
const ownAccount = { scopes: ['account'] } as const;

const postParams = z.strictObject({ postId: id('post') });
const userParams = z.strictObject({ userId: id('user') });

const examplePost = {
  id: examplePostId,
  author: { id: exampleUserId, handle: 'kim', name: 'Kim' },
  text: 'Good morning, Seoul!',
  files: [],
  tags: [],
  mentions: [],
  visibility: 'public',
  likeCount: 3,
  replyCount: 0,
  liked: false,
  createdAt: '2026-11-21T09:00:00.000Z',
  version: 1,
};

const exampleReply = {
  ...examplePost,
  id: 'post_01jd3v9k2m4n5p6q7r8s9t0v1x',
  text: 'Good morning, Kim!',
  replyTo: examplePostId,
  likeCount: 0,
};

const exampleUser = {
  id: exampleUserId,
  handle: 'kim',
  name: 'Kim',
  bio: 'Coffee and code',
  createdAt: '2026-11-21T09:00:00.000Z',
  postCount: 12,
  followerCount: 34,
  followingCount: 5,
  isPrivate: false,
};

const exampleRelationship = {
  userId: exampleUserId,
  following: true,
  requested: false,
  followedBy: false,
  blocking: false,
  muting: false,
};

export const createPost = defineRoute({
  id: 'sns.createPost',
  method: 'POST',
  path: '/v1/posts',
  summary: 'Publish a post',
  description:
    'It is in your own timeline at once and in the timelines of your followers within seconds. A post for followers is seen by them and you alone. With `replyTo` it answers a post that you can see: it is in timelines and in the list of your posts as any other, and among the replies to that post as well. `fileIds` are pictures of your own: whoever may see the post may see them, and nobody else; they stay when the post goes, and leave it when they go.',
  auth: writes,
  body: createPostInput,
  idempotent: true,
  responses: { 201: postView },
  location: '/v1/posts/{id}',
  errors: ['sns.post_not_found', 'sns.image_unusable'],
  examples: {
    body: { text: 'Good morning, Seoul!', visibility: 'public' },
    response: { ...examplePost, likeCount: 0 },
  },
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
  },
});

export const getPost = defineRoute({
  id: 'sns.getPost',
  method: 'GET',
  path: '/v1/posts/{postId}',
  summary: 'Read one post',
  auth: reads,
  params: postParams,
  responses: { 200: postView },
  errors: ['sns.post_not_found'],
  examples: { params: { postId: examplePostId }, response: examplePost },
  needs: { dynamodb: ['BatchGetItem'] },
});

export const editPost = defineRoute({
  id: 'sns.editPost',
  method: 'PATCH',
  path: '/v1/posts/{postId}',
  summary: 'Give one of your posts another text',
  description:
    'Whoever sees the post can read what it said before by `GET /v1/posts/{postId}/edits`. The same text again is no edit.',
  auth: writes,
  params: postParams,
  body: editPostInput,
  ifMatch: true,
  idempotent: true,
  responses: { 200: postView },
  errors: ['sns.post_not_found', 'sns.post_forbidden'],
  examples: {
    params: { postId: examplePostId },
    body: { text: 'Good evening, Seoul!' },
    response: {
      ...examplePost,
      text: 'Good evening, Seoul!',
      editedAt: '2026-11-21T18:00:00.000Z',
      version: 2,
    },
  },
  needs: { dynamodb: ['GetItem', 'BatchGetItem', 'UpdateItem', 'PutItem', 'DeleteItem'] },
});

export const listPostEdits = defineRoute({
  id: 'sns.listPostEdits',
  method: 'GET',
  path: '/v1/posts/{postId}/edits',
  summary: 'List what a post said before each of its edits, the latest first',
  description:
    'Empty for a post that was never edited. When the post is deleted, this goes with it.',
  auth: reads,
  params: postParams,
  paginated: true,
  responses: { 200: pageOf(postEditView) },
  errors: ['sns.post_not_found'],
  examples: {
    params: { postId: examplePostId },
    response: {
      items: [
        {
          version: 1,
          text: 'Good morning, Seoul!',
          createdAt: '2026-11-21T09:00:00.000Z',
          replacedAt: '2026-11-21T18:00:00.000Z',
        },
      ],
      nextCursor: null,
    },
  },
  needs: { dynamodb: ['GetItem', 'BatchGetItem', 'Query'] },
});

export const deletePost = defineRoute({
  id: 'sns.deletePost',
  method: 'DELETE',
  path: '/v1/posts/{postId}',
  summary: 'Delete one of your posts',
  description: 'It is gone from every list at once.',
  auth: writes,
  params: postParams,
  responses: { 204: { description: 'The post is deleted.' } },
  errors: ['sns.post_not_found', 'sns.post_forbidden'],
  examples: { params: { postId: examplePostId } },
  needs: { dynamodb: ['GetItem', 'BatchGetItem', 'UpdateItem', 'DeleteItem', 'PutItem'] },
});

export const takeDownPost = defineRoute({
  id: 'sns.takeDownPost',
  method: 'DELETE',
  path: '/v1/admin/posts/{postId}',
  summary: 'Take down a post of anybody',
  description:
    'It is gone from every list at once, as if its author had deleted it. The author is told in the inbox, with the reason and without your name; the audit keeps both.',
  auth: { role: 'admin' },
  params: postParams,
  body: takedownInput,
  responses: { 204: { description: 'The post is taken down.' } },
  errors: ['sns.post_not_found'],
  examples: { params: { postId: examplePostId }, body: exampleTakedown },
  needs: { dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem', 'PutItem'] },
});

export const listReplies = defineRoute({
  id: 'sns.listReplies',
  method: 'GET',
  path: '/v1/posts/{postId}/replies',
  summary: 'List the replies to a post, newest first',
  description:
    'Those that you may see. `replyCount` counts all that are not deleted. When the post is deleted, the replies stay as posts of their authors; their `replyTo` then names a post that is not there.',
  auth: reads,
  params: postParams,
  paginated: true,
  responses: { 200: pageOf(postView) },
  errors: ['sns.post_not_found'],
  examples: {
    params: { postId: examplePostId },
    response: { items: [exampleReply], nextCursor: null },
  },
  needs: { dynamodb: ['GetItem', 'BatchGetItem', 'Query'] },
});

export const likePost = defineRoute({
  id: 'sns.likePost',
  method: 'PUT',
  path: '/v1/posts/{postId}/like',
  summary: 'Like a post',
  auth: writes,
  params: postParams,
  responses: { 200: likeView },
  errors: ['sns.post_not_found'],
  examples: { params: { postId: examplePostId }, response: { liked: true, likeCount: 4 } },
  needs: { dynamodb: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'] },
});

export const unlikePost = defineRoute({
  id: 'sns.unlikePost',
  method: 'DELETE',
  path: '/v1/posts/{postId}/like',
  summary: 'Take a like back',
  auth: writes,
  params: postParams,
  responses: { 200: likeView },
  errors: ['sns.post_not_found'],
  examples: { params: { postId: examplePostId }, response: { liked: false, likeCount: 3 } },
  needs: {
    dynamodb: [
      'GetItem',
      'BatchGetItem',
      'DeleteItem',
      'UpdateItem',
      'PutItem',
      'ConditionCheckItem',
    ],
  },
});

export const listLikes = defineRoute({
  id: 'sns.listLikes',
  method: 'GET',
  path: '/v1/posts/{postId}/likes',
  summary: 'List who likes a post, the latest first',
  description: '`likeCount` also counts those who are not there for you.',
  auth: reads,
  params: postParams,
  paginated: true,
  responses: { 200: pageOf(userView) },
  errors: ['sns.post_not_found', 'identity.user_not_found'],
  examples: {
    params: { postId: examplePostId },
    response: { items: [exampleUser], nextCursor: null },
  },
  needs: { dynamodb: ['GetItem', 'BatchGetItem'], indexes: ['gsi2'] },
});

export const followUser = defineRoute({
  id: 'sns.followUser',
  method: 'PUT',
  path: '/v1/users/{userId}/follow',
  summary: 'Follow somebody',
  description:
    'Their earlier posts come into your timeline within seconds. Of a private account it is a request that its owner accepts or rejects.',
  auth: writes,
  params: userParams,
  responses: { 200: relationshipView },
  errors: [
    'identity.user_not_found',
    'sns.cannot_follow_self',
    'sns.cannot_follow_blocked',
    'sns.following_limit_reached',
  ],
  examples: { params: { userId: exampleUserId }, response: exampleRelationship },
  needs: {
    dynamodb: ['BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
  },
});

export const unfollowUser = defineRoute({
  id: 'sns.unfollowUser',
  method: 'DELETE',
  path: '/v1/users/{userId}/follow',
  summary: 'Stop following somebody',
  description: 'Their posts are gone from your timeline at once. A request to follow is withdrawn.',
  auth: writes,
  params: userParams,
  responses: { 200: relationshipView },
  errors: ['identity.user_not_found', 'sns.cannot_follow_self'],
  examples: {
    params: { userId: exampleUserId },
    response: { ...exampleRelationship, following: false },
  },
  needs: { dynamodb: ['BatchGetItem', 'DeleteItem', 'UpdateItem', 'ConditionCheckItem'] },
});

export const listFollowRequests = defineRoute({
  id: 'sns.listFollowRequests',
  method: 'GET',
  path: '/v1/follow-requests',
  summary: 'List who asks to follow you, the latest first',
  auth: writes,
  paginated: true,
  responses: { 200: pageOf(userView) },
  errors: ['identity.user_not_found'],
  examples: { response: { items: [exampleUser], nextCursor: null } },
  needs: { dynamodb: ['BatchGetItem'], indexes: ['gsi2'] },
});

export const acceptFollowRequest = defineRoute({
  id: 'sns.acceptFollowRequest',
  method: 'POST',
  path: '/v1/follow-requests/{userId}/accept',
  summary: 'Let somebody follow you who has asked',
  auth: writes,
  params: userParams,
  idempotent: true,
  responses: { 200: relationshipView },
  errors: [
    'identity.user_not_found',
    'sns.follow_request_not_found',
    'sns.requester_limit_reached',
  ],
  examples: {
    params: { userId: exampleUserId },
    response: { ...exampleRelationship, following: false, followedBy: true },
  },
  needs: { dynamodb: ['BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
});

export const rejectFollowRequest = defineRoute({
  id: 'sns.rejectFollowRequest',
  method: 'POST',
  path: '/v1/follow-requests/{userId}/reject',
  summary: 'Turn down somebody who has asked to follow you',
  description: 'They do not learn of it, and can ask again.',
  auth: writes,
  params: userParams,
  idempotent: true,
  responses: { 200: relationshipView },
  errors: ['identity.user_not_found', 'sns.follow_request_not_found'],
  examples: {
    params: { userId: exampleUserId },
    response: { ...exampleRelationship, following: false },
  },
  needs: { dynamodb: ['BatchGetItem', 'DeleteItem'] },
});

export const blockUser = defineRoute({
  id: 'sns.blockUser',
  method: 'PUT',
  path: '/v1/users/{userId}/block',
  summary: 'Block somebody',
  description:
    'You are not there for them any more, nor are their posts for you; neither follows the other. Who blocks you is not there for you, as an id that nobody has; but your block holds, and shows once theirs is taken back.',
  auth: writes,
  params: userParams,
  responses: { 200: relationshipView },
  errors: ['identity.user_not_found', 'sns.cannot_block_self'],
  examples: {
    params: { userId: exampleUserId },
    response: { ...exampleRelationship, following: false, blocking: true },
  },
  needs: {
    dynamodb: ['BatchGetItem', 'PutItem', 'DeleteItem', 'UpdateItem', 'ConditionCheckItem'],
  },
});

export const unblockUser = defineRoute({
  id: 'sns.unblockUser',
  method: 'DELETE',
  path: '/v1/users/{userId}/block',
  summary: 'Take a block back',
  description: 'Who followed whom before must follow again.',
  auth: writes,
  params: userParams,
  responses: { 200: relationshipView },
  errors: ['identity.user_not_found', 'sns.cannot_block_self'],
  examples: {
    params: { userId: exampleUserId },
    response: { ...exampleRelationship, following: false },
  },
  needs: { dynamodb: ['BatchGetItem', 'PutItem', 'DeleteItem'] },
});

export const muteUser = defineRoute({
  id: 'sns.muteUser',
  method: 'PUT',
  path: '/v1/users/{userId}/mute',
  summary: 'Mute somebody',
  description: 'Their posts are not in your timeline any more. They do not learn of it.',
  auth: writes,
  params: userParams,
  responses: { 200: relationshipView },
  errors: ['identity.user_not_found', 'sns.cannot_mute_self'],
  examples: {
    params: { userId: exampleUserId },
    response: { ...exampleRelationship, muting: true },
  },
  needs: { dynamodb: ['BatchGetItem', 'PutItem'] },
});

export const unmuteUser = defineRoute({
  id: 'sns.unmuteUser',
  method: 'DELETE',
  path: '/v1/users/{userId}/mute',
  summary: 'Take a mute back',
  auth: writes,
  params: userParams,
  responses: { 200: relationshipView },
  errors: ['identity.user_not_found', 'sns.cannot_mute_self'],
  examples: { params: { userId: exampleUserId }, response: exampleRelationship },
  needs: { dynamodb: ['BatchGetItem', 'PutItem', 'DeleteItem'] },
});

export const listUserPosts = defineRoute({
  id: 'sns.listUserPosts',
  method: 'GET',
  path: '/v1/users/{userId}/posts',
  summary: 'List what somebody has posted',
  auth: reads,
  params: userParams,
  paginated: true,
  responses: { 200: pageOf(postView) },
  errors: ['identity.user_not_found'],
  examples: {
    params: { userId: exampleUserId },
    response: { items: [examplePost], nextCursor: null },
  },
  needs: { dynamodb: ['BatchGetItem'] },
});

export const listFollowers = defineRoute({
  id: 'sns.listFollowers',
  method: 'GET',
  path: '/v1/users/{userId}/followers',
  summary: 'List who follows somebody, the latest first',
  description: 'Of a private account it is for its followers alone, as its posts are.',
  auth: reads,
  params: userParams,
  paginated: true,
  responses: { 200: pageOf(userView) },
  errors: ['identity.user_not_found'],
  examples: {
    params: { userId: exampleUserId },
    response: { items: [exampleUser], nextCursor: null },
  },
  needs: { dynamodb: ['BatchGetItem'], indexes: ['gsi2'] },
});

export const listFollowing = defineRoute({
  id: 'sns.listFollowing',
  method: 'GET',
  path: '/v1/users/{userId}/following',
  summary: 'List whom somebody follows, the latest first',
  description: 'Of a private account it is for its followers alone, as its posts are.',
  auth: reads,
  params: userParams,
  paginated: true,
  responses: { 200: pageOf(userView) },
  errors: ['identity.user_not_found'],
  examples: {
    params: { userId: exampleUserId },
    response: { items: [exampleUser], nextCursor: null },
  },
  needs: { dynamodb: ['BatchGetItem'], indexes: ['gsi1'] },
});

export const getTimeline = defineRoute({
  id: 'sns.getTimeline',
  method: 'GET',
  path: '/v1/timeline',
  summary: 'Read your home timeline',
  description:
    'Your own posts and those of everybody you follow, newest first and complete: it reads back to the first post.',
  auth: reads,
  paginated: true,
  responses: { 200: pageOf(postView) },
  errors: [],
  examples: { response: { items: [examplePost], nextCursor: null } },
  needs: { dynamodb: ['Query', 'BatchGetItem', 'GetItem', 'BatchWriteItem'] },
});

export const listRelationships = defineRoute({
  id: 'sns.listRelationships',
  method: 'GET',
  path: '/v1/relationships',
  summary: 'Read how you stand to others',
  description:
    'In the order asked for, each once; whoever is not there for you, for whatever reason, is left out.',
  auth: reads,
  query: relationshipsQuery,
  responses: { 200: z.object({ items: z.array(relationshipView) }) },
  errors: [],
  examples: { query: { ids: exampleUserId }, response: { items: [exampleRelationship] } },
  needs: { dynamodb: ['BatchGetItem'] },
});

export const listTaggedPosts = defineRoute({
  id: 'sns.listTaggedPosts',
  method: 'GET',
  path: '/v1/tags/{tag}/posts',
  summary: 'List the posts with a tag',
  description:
    'Public posts alone, of authors who are not private, newest first. Case makes no difference.',
  auth: reads,
  params: z.strictObject({ tag: tagName }),
  paginated: true,
  responses: { 200: pageOf(postView) },
  errors: [],
  examples: {
    params: { tag: 'seoul' },
    response: { items: [examplePost], nextCursor: null },
  },
  needs: { dynamodb: ['Query', 'BatchGetItem'] },
});

export const listInbox = defineRoute({
  id: 'sns.listInbox',
  method: 'GET',
  path: '/v1/inbox',
  summary: 'Read what others have done that concerns you',
  description:
    'The latest first. Who does the same to one thing comes into one entry, until you have read it. What was taken back, or comes from somebody you block or mute, is not there. An entry of type `moderation` tells that administrators took down a post or file of yours, and why: it names none of them, and nobody can choose not to be told.',
  auth: ownAccount,
  paginated: true,
  responses: { 200: pageOf(inboxEntryView) },
  errors: [],
  examples: {
    response: {
      items: [
        {
          id: exampleEntryId,
          type: 'like',
          actors: [{ id: exampleUserId, handle: 'lee', name: 'Lee' }],
          actorCount: 13,
          target: { type: 'post', id: examplePostId },
          createdAt: '2026-11-21T09:00:00.000Z',
          read: false,
        },
        {
          id: 'inb_01jd3v9k2m4n5p6q7r8s9t0v1v',
          type: 'moderation',
          actors: [],
          actorCount: 0,
          target: { type: 'post', id: 'post_01jd3v9k2m4n5p6q7r8s9t0v1v' },
          ...exampleTakedown,
          createdAt: '2026-11-20T09:00:00.000Z',
          read: true,
        },
      ],
      nextCursor: null,
    },
  },
  needs: { dynamodb: ['Query', 'BatchGetItem'], indexes: ['gsi1'] },
});

export const countUnread = defineRoute({
  id: 'sns.countUnread',
  method: 'GET',
  path: '/v1/inbox/unread-count',
  summary: 'Count the entries of your inbox that you have not read',
  auth: ownAccount,
  responses: { 200: unreadCountView },
  errors: [],
  examples: { response: { count: 2, hasMore: false } },
  needs: { dynamodb: ['Query', 'GetItem', 'BatchGetItem'], indexes: ['gsi1'] },
});

export const markInboxRead = defineRoute({
  id: 'sns.markInboxRead',
  method: 'PUT',
  path: '/v1/inbox/read',
  summary: 'Mark your inbox as read up to an entry',
  description: 'It only goes forward: what is read stays read. Answers how far you have read.',
  auth: ownAccount,
  body: readPositionInput,
  responses: { 200: readPositionView },
  errors: [],
  examples: { body: { upTo: exampleEntryId }, response: { upTo: exampleEntryId } },
  needs: { dynamodb: ['Query', 'PutItem'], indexes: ['gsi1'] },
});
