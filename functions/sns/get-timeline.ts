import { handle } from '../../lib/http/handle.ts';
import { readTimeline } from '../../lib/sns/timeline.ts';
import { getTimeline } from './routes.ts';

export const handler = handle(getTimeline, ({ ctx, page }) => readTimeline(ctx, page));
