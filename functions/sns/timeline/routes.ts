import { defineRoute } from '../../../lib/http/route.ts';
import { userNotFound } from '../../../lib/identity/errors.ts';
import { exampleId } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { postView } from '../../../lib/sns/posts/schema.ts';
import { examplePost, reads, userParams } from '../shared.ts';

export const listUserPosts = defineRoute({
  id: 'sns.listUserPosts',
  method: 'GET',
  path: '/v1/users/{userId}/posts',
  summary: 'List the posts of a user',
  auth: reads,
  params: userParams,
  paginated: true,
  responses: { 200: pageOf(postView) },
  errors: [userNotFound],
  examples: {
    params: { userId: exampleId('user') },
    response: { items: [examplePost], nextCursor: null },
  },
  needs: { dynamodb: ['BatchGetItem'] },
});

export const getTimeline = defineRoute({
  id: 'sns.getTimeline',
  method: 'GET',
  path: '/v1/timeline',
  summary: 'Get your home timeline',
  description:
    'Your own posts and those of everybody you follow, newest first and complete: it reads back to the first post.',
  auth: reads,
  paginated: true,
  responses: { 200: pageOf(postView) },
  errors: [],
  examples: { response: { items: [examplePost], nextCursor: null } },
  needs: { dynamodb: ['Query', 'BatchGetItem', 'GetItem', 'BatchWriteItem'] },
});
