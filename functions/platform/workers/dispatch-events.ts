import { queues } from '../../../events/queues.ts';
import { dispatchEvents } from '../../../events/streams.ts';
import { dispatch } from '../../../lib/events/dispatch.ts';
import { changeRules } from '../../../lib/events/rules.ts';
import { deadLetterQueueName } from '../../../lib/queue/queue.ts';

export const handler = dispatch(
  dispatchEvents.id,
  changeRules,
  queues,
  deadLetterQueueName(dispatchEvents),
);
