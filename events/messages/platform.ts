import * as z from 'zod';
import { defineMessage } from '../../lib/queue/message.ts';

/** An administrator had dead letters moved back to the queue of this name; calls in a row are one. */
export const queueRedriven = defineMessage({
  type: 'queue.redriven',
  version: 1,
  data: z.object({ queue: z.string() }),
  audit: { objectType: 'queue' },
});
