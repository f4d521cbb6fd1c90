import { defineRoute } from '../../../lib/http/route.ts';
import { exampleTakedown, takedownInput } from '../../../lib/moderation/schema.ts';
import { exampleId } from '../../../lib/schema/ids.ts';
import { imageUnusable, postForbidden, postNotFound } from '../../../lib/sns/errors.ts';
import { postView } from '../../../lib/sns/posts/schema.ts';
import { createPostInput, editPostInput } from '../../../lib/sns/publishing/schema.ts';
import { examplePost, postParams, writes } from '../shared.ts';

export const createPost = defineRoute({
  id: 'sns.createPost',
  method: 'POST',
  path: '/v1/posts',
  summary: 'Create a post',
  description:
    'It is in your own timeline at once and in the timelines of your followers within seconds. A post for followers is seen by them and you alone. With `replyTo` it answers a post that you can see: it is in timelines and in the list of your posts as any other, and among the replies to that post as well. `fileIds` are pictures of your own: whoever may see the post may see them, and nobody else; they stay when the post goes, and leave it when they go.',
  auth: writes,
  body: createPostInput,
  idempotent: true,
  responses: { 201: postView },
  location: '/v1/posts/{id}',
  errors: [postNotFound, imageUnusable],
  examples: {
    body: { text: 'Good morning, Seoul!', visibility: 'public' },
    response: { ...examplePost, likeCount: 0 },
  },
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
  },
});

export const editPost = defineRoute({
  id: 'sns.editPost',
  method: 'PATCH',
  path: '/v1/posts/{postId}',
  summary: 'Edit a post',
  description:
    'Whoever sees the post can read what it said before by `GET /v1/posts/{postId}/edits`. The same text again is no edit.',
  auth: writes,
  params: postParams,
  body: editPostInput,
  ifMatch: true,
  idempotent: true,
  responses: { 200: postView },
  errors: [postNotFound, postForbidden],
  examples: {
    params: { postId: exampleId('post') },
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

export const deletePost = defineRoute({
  id: 'sns.deletePost',
  method: 'DELETE',
  path: '/v1/posts/{postId}',
  summary: 'Delete a post',
  description: 'It is gone from every list at once.',
  auth: writes,
  params: postParams,
  responses: { 204: { description: 'The post is deleted.' } },
  errors: [postNotFound, postForbidden],
  examples: { params: { postId: exampleId('post') } },
  needs: { dynamodb: ['GetItem', 'BatchGetItem', 'UpdateItem', 'DeleteItem', 'PutItem'] },
});

export const takeDownPost = defineRoute({
  id: 'sns.takeDownPost',
  method: 'DELETE',
  path: '/v1/admin/posts/{postId}',
  summary: 'Take down a post as an administrator',
  description:
    'It is gone from every list at once, as if its author had deleted it. The author is told in the inbox, with the reason and without your name; the audit keeps both.',
  auth: { role: 'admin' },
  params: postParams,
  body: takedownInput,
  responses: { 204: { description: 'The post is taken down.' } },
  errors: [postNotFound],
  examples: { params: { postId: exampleId('post') }, body: exampleTakedown },
  needs: { dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem', 'PutItem'] },
});
