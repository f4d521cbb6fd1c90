import { handle } from '../../lib/http/handle.ts';
import { readFollowRequests } from '../../lib/sns/follow-requests.ts';
import { listFollowRequests } from './routes.ts';

export const handler = handle(listFollowRequests, ({ ctx, page }) => readFollowRequests(ctx, page));
