import { queues } from '../../events/queues.ts';
import { handle } from '../../lib/http/handle.ts';
import { redriveQueue as redrive } from '../../lib/platform/redrive.ts';
import { redriveQueue } from './routes.ts';

export const handler = handle(redriveQueue, ({ ctx, params }) =>
  redrive(ctx, queues, params.queue),
);
