import { handle } from '../../../lib/http/handle.ts';
import { listQueues } from '../../../lib/platform/queues/list-queues.ts';
import { queues } from '../../../lib/registry/queues.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listQueues, ({ ctx }) => listQueues(ctx, queues));
