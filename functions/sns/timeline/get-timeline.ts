import { handle } from '../../../lib/http/handle.ts';
import { getTimeline } from '../../../lib/sns/timeline/get-timeline.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getTimeline, ({ ctx, page }) => getTimeline(ctx, page));
