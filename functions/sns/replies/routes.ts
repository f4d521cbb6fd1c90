import { defineRoute } from '../../../lib/http/route.ts';
import { exampleId } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { postNotFound } from '../../../lib/sns/errors.ts';
import { postView } from '../../../lib/sns/posts/schema.ts';
import { examplePost, postParams, reads } from '../shared.ts';

const exampleReply = {
  ...examplePost,
  id: 'post_01jd3v9k2m4n5p6q7r8s9t0v1x',
  text: 'Good morning, Kim!',
  replyTo: exampleId('post'),
  likeCount: 0,
};

export const listReplies = defineRoute({
  id: 'sns.listReplies',
  method: 'GET',
  path: '/v1/posts/{postId}/replies',
  summary: 'List the replies to a post',
  description:
    'Only replies that you may see; `replyCount` counts all that are not deleted. When the post is deleted, its replies remain, and their `replyTo` names a post that no longer exists.',
  auth: reads,
  params: postParams,
  paginated: true,
  responses: { 200: pageOf(postView) },
  errors: [postNotFound],
  examples: {
    params: { postId: exampleId('post') },
    response: { items: [exampleReply], nextCursor: null },
  },
  needs: { dynamodb: ['GetItem', 'BatchGetItem', 'Query'] },
});
