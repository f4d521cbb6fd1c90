import { handle } from '../../../lib/http/handle.ts';
import { redriveQueue } from '../../../lib/platform/queues/redrive-queue.ts';
import { queues } from '../../../lib/registry/queues.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.redriveQueue, ({ ctx, params }) =>
  redriveQueue(ctx, queues, params.queue),
);
