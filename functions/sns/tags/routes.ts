import * as z from 'zod';
import { defineRoute } from '../../../lib/http/route.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { postView } from '../../../lib/sns/posts/schema.ts';
import { tagName } from '../../../lib/sns/tags/schema.ts';
import { examplePost, reads } from '../shared.ts';

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
