import * as z from 'zod';
import { defineRoute } from '../../../lib/http/route.ts';
import { relationshipView, userView } from '../../../lib/identity/accounts/schema.ts';
import { userNotFound } from '../../../lib/identity/errors.ts';
import {
  cannotBlockSelf,
  cannotFollowBlocked,
  cannotFollowSelf,
  cannotMuteSelf,
  followingLimitReached,
  followRequestNotFound,
  requesterLimitReached,
} from '../../../lib/relations/errors.ts';
import { exampleId } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { relationshipsQuery } from '../../../lib/sns/posts/schema.ts';
import { exampleUser, reads, userParams, writes } from '../shared.ts';

const exampleRelationship = {
  userId: exampleId('user'),
  following: true,
  requested: false,
  followedBy: false,
  blocking: false,
  muting: false,
};

export const followUser = defineRoute({
  id: 'sns.followUser',
  method: 'PUT',
  path: '/v1/users/{userId}/follow',
  summary: 'Follow a user',
  description:
    'Their earlier posts come into your timeline within seconds. Of a private account it is a request that its owner accepts or rejects.',
  auth: writes,
  params: userParams,
  responses: { 200: relationshipView },
  errors: [userNotFound, cannotFollowSelf, cannotFollowBlocked, followingLimitReached],
  examples: { params: { userId: exampleId('user') }, response: exampleRelationship },
  needs: {
    dynamodb: ['BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
  },
});

export const unfollowUser = defineRoute({
  id: 'sns.unfollowUser',
  method: 'DELETE',
  path: '/v1/users/{userId}/follow',
  summary: 'Unfollow a user',
  description:
    'Removes their posts from your timeline at once. Withdraws a pending follow request.',
  auth: writes,
  params: userParams,
  responses: { 200: relationshipView },
  errors: [userNotFound, cannotFollowSelf],
  examples: {
    params: { userId: exampleId('user') },
    response: { ...exampleRelationship, following: false },
  },
  needs: { dynamodb: ['BatchGetItem', 'DeleteItem', 'UpdateItem', 'ConditionCheckItem'] },
});

export const listFollowRequests = defineRoute({
  id: 'sns.listFollowRequests',
  method: 'GET',
  path: '/v1/follow-requests',
  summary: 'List follow requests',
  auth: writes,
  paginated: true,
  responses: { 200: pageOf(userView) },
  errors: [userNotFound],
  examples: { response: { items: [exampleUser], nextCursor: null } },
  needs: { dynamodb: ['BatchGetItem'], indexes: ['gsi2'] },
});

export const acceptFollowRequest = defineRoute({
  id: 'sns.acceptFollowRequest',
  method: 'POST',
  path: '/v1/follow-requests/{userId}/accept',
  summary: 'Accept a follow request',
  auth: writes,
  params: userParams,
  idempotent: true,
  responses: { 200: relationshipView },
  errors: [userNotFound, followRequestNotFound, requesterLimitReached],
  examples: {
    params: { userId: exampleId('user') },
    response: { ...exampleRelationship, following: false, followedBy: true },
  },
  needs: { dynamodb: ['BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
});

export const rejectFollowRequest = defineRoute({
  id: 'sns.rejectFollowRequest',
  method: 'POST',
  path: '/v1/follow-requests/{userId}/reject',
  summary: 'Reject a follow request',
  description: 'They are not notified, and can ask again.',
  auth: writes,
  params: userParams,
  idempotent: true,
  responses: { 200: relationshipView },
  errors: [userNotFound, followRequestNotFound],
  examples: {
    params: { userId: exampleId('user') },
    response: { ...exampleRelationship, following: false },
  },
  needs: { dynamodb: ['BatchGetItem', 'DeleteItem'] },
});

export const blockUser = defineRoute({
  id: 'sns.blockUser',
  method: 'PUT',
  path: '/v1/users/{userId}/block',
  summary: 'Block a user',
  description:
    'They no longer see you, you no longer see their posts, and both follows are removed. A user who blocks you looks absent; your block is stored all the same and shows once theirs is removed.',
  auth: writes,
  params: userParams,
  responses: { 200: relationshipView },
  errors: [userNotFound, cannotBlockSelf],
  examples: {
    params: { userId: exampleId('user') },
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
  summary: 'Unblock a user',
  description: 'Follows that the block removed are not restored.',
  auth: writes,
  params: userParams,
  responses: { 200: relationshipView },
  errors: [userNotFound, cannotBlockSelf],
  examples: {
    params: { userId: exampleId('user') },
    response: { ...exampleRelationship, following: false },
  },
  needs: { dynamodb: ['BatchGetItem', 'PutItem', 'DeleteItem'] },
});

export const muteUser = defineRoute({
  id: 'sns.muteUser',
  method: 'PUT',
  path: '/v1/users/{userId}/mute',
  summary: 'Mute a user',
  description: 'Hides their posts from your timeline. They are not notified.',
  auth: writes,
  params: userParams,
  responses: { 200: relationshipView },
  errors: [userNotFound, cannotMuteSelf],
  examples: {
    params: { userId: exampleId('user') },
    response: { ...exampleRelationship, muting: true },
  },
  needs: { dynamodb: ['BatchGetItem', 'PutItem'] },
});

export const unmuteUser = defineRoute({
  id: 'sns.unmuteUser',
  method: 'DELETE',
  path: '/v1/users/{userId}/mute',
  summary: 'Unmute a user',
  auth: writes,
  params: userParams,
  responses: { 200: relationshipView },
  errors: [userNotFound, cannotMuteSelf],
  examples: { params: { userId: exampleId('user') }, response: exampleRelationship },
  needs: { dynamodb: ['BatchGetItem', 'PutItem', 'DeleteItem'] },
});

export const listFollowers = defineRoute({
  id: 'sns.listFollowers',
  method: 'GET',
  path: '/v1/users/{userId}/followers',
  summary: 'List the followers of a user',
  description: 'Of a private account it is for its followers alone, as its posts are.',
  auth: reads,
  params: userParams,
  paginated: true,
  responses: { 200: pageOf(userView) },
  errors: [userNotFound],
  examples: {
    params: { userId: exampleId('user') },
    response: { items: [exampleUser], nextCursor: null },
  },
  needs: { dynamodb: ['BatchGetItem'], indexes: ['gsi2'] },
});

export const listFollowing = defineRoute({
  id: 'sns.listFollowing',
  method: 'GET',
  path: '/v1/users/{userId}/following',
  summary: 'List the users whom a user follows',
  description: 'Of a private account it is for its followers alone, as its posts are.',
  auth: reads,
  params: userParams,
  paginated: true,
  responses: { 200: pageOf(userView) },
  errors: [userNotFound],
  examples: {
    params: { userId: exampleId('user') },
    response: { items: [exampleUser], nextCursor: null },
  },
  needs: { dynamodb: ['BatchGetItem'], indexes: ['gsi1'] },
});

export const listRelationships = defineRoute({
  id: 'sns.listRelationships',
  method: 'GET',
  path: '/v1/relationships',
  summary: 'List your relationships to users',
  description: 'In the order of `ids`, each once. Users whom you cannot see are left out.',
  auth: reads,
  query: relationshipsQuery,
  responses: { 200: z.object({ items: z.array(relationshipView) }) },
  errors: [],
  examples: { query: { ids: exampleId('user') }, response: { items: [exampleRelationship] } },
  needs: { dynamodb: ['BatchGetItem'] },
});
