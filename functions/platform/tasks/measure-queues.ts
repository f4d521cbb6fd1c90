import { queues } from '../../../events/queues.ts';
import { measureQueues } from '../../../events/schedules/platform.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { measureQueues as measure } from '../../../lib/platform/queues.ts';

export const handler = scheduled(measureQueues, (ctx) => measure(ctx, queues));
