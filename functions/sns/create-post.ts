import { handle } from '../../lib/http/handle.ts';
import { publishPost } from '../../lib/sns/publish-post.ts';
import { createPost } from './routes.ts';

export const handler = handle(createPost, ({ ctx, body }) => publishPost(ctx, body));
