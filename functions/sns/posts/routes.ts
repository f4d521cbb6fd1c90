import { defineRoute } from '../../../lib/http/route.ts';
import { exampleId } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { postNotFound } from '../../../lib/sns/errors.ts';
import { postEditView, postView } from '../../../lib/sns/posts/schema.ts';
import { examplePost, postParams, reads } from '../shared.ts';

export const getPost = defineRoute({
  id: 'sns.getPost',
  method: 'GET',
  path: '/v1/posts/{postId}',
  summary: 'Get a post',
  auth: reads,
  params: postParams,
  responses: { 200: postView },
  errors: [postNotFound],
  examples: { params: { postId: exampleId('post') }, response: examplePost },
  needs: { dynamodb: ['BatchGetItem'] },
});

export const listPostEdits = defineRoute({
  id: 'sns.listPostEdits',
  method: 'GET',
  path: '/v1/posts/{postId}/edits',
  summary: 'List the edit history of a post',
  description:
    'Empty for a post that was never edited. When the post is deleted, this goes with it.',
  auth: reads,
  params: postParams,
  paginated: true,
  responses: { 200: pageOf(postEditView) },
  errors: [postNotFound],
  examples: {
    params: { postId: exampleId('post') },
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
