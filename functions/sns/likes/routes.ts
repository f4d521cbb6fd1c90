import { defineRoute } from '../../../lib/http/route.ts';
import { userView } from '../../../lib/identity/accounts/schema.ts';
import { userNotFound } from '../../../lib/identity/errors.ts';
import { exampleId } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { postNotFound } from '../../../lib/sns/errors.ts';
import { likeView } from '../../../lib/sns/likes/schema.ts';
import { exampleUser, postParams, reads, writes } from '../shared.ts';

export const likePost = defineRoute({
  id: 'sns.likePost',
  method: 'PUT',
  path: '/v1/posts/{postId}/like',
  summary: 'Like a post',
  auth: writes,
  params: postParams,
  responses: { 200: likeView },
  errors: [postNotFound],
  examples: { params: { postId: exampleId('post') }, response: { liked: true, likeCount: 4 } },
  needs: { dynamodb: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'] },
});

export const unlikePost = defineRoute({
  id: 'sns.unlikePost',
  method: 'DELETE',
  path: '/v1/posts/{postId}/like',
  summary: 'Unlike a post',
  auth: writes,
  params: postParams,
  responses: { 200: likeView },
  errors: [postNotFound],
  examples: { params: { postId: exampleId('post') }, response: { liked: false, likeCount: 3 } },
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
  summary: 'List the users who like a post',
  description: '`likeCount` also counts those who are not there for you.',
  auth: reads,
  params: postParams,
  paginated: true,
  responses: { 200: pageOf(userView) },
  errors: [postNotFound, userNotFound],
  examples: {
    params: { postId: exampleId('post') },
    response: { items: [exampleUser], nextCursor: null },
  },
  needs: { dynamodb: ['GetItem', 'BatchGetItem'], indexes: ['gsi2'] },
});
