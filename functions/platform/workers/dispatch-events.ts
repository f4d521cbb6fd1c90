import { dispatchEvents } from '../../../events/streams.ts';
import { dispatch } from '../../../lib/events/dispatch.ts';
import { deadLetterQueueName } from '../../../lib/queue/queue.ts';
import { changeRules } from '../../../lib/registry/changes.ts';
import { queues } from '../../../lib/registry/queues.ts';

export const handler = dispatch(
  dispatchEvents.id,
  changeRules,
  queues,
  deadLetterQueueName(dispatchEvents),
);
