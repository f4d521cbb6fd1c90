import { queues } from '../../events/queues.ts';
import { handle } from '../../lib/http/handle.ts';
import { listQueues as list } from '../../lib/platform/queues.ts';
import { listQueues } from './routes.ts';

export const handler = handle(listQueues, ({ ctx }) => list(ctx, queues));
