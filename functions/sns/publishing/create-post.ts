import { handle } from '../../../lib/http/handle.ts';
import { createPost } from '../../../lib/sns/publishing/create-post.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.createPost, ({ ctx, body }) => createPost(ctx, body));
