import * as z from 'zod';

const count = z.int().min(0);

/** A queue and what waits in it. SQS counts approximately. */
export const queueView = z
  .object({
    queue: z.string(),
    summary: z.string(),
    depth: count.meta({ description: 'Messages that wait' }),
    inFlight: count.meta({ description: 'Messages that a worker holds' }),
    backlogSeconds: z.number().min(0).nullable().meta({
      description:
        'Seconds since this route first saw messages waiting, without seeing the queue empty since. `null` when none waits. Alarms go by the age that SQS itself measures.',
    }),
    deadLetters: count.meta({ description: 'Messages that failed five times' }),
  })
  .meta({ id: 'Queue' });

export type QueueView = z.infer<typeof queueView>;

export const redriveView = z
  .object({
    moved: count.meta({ description: 'Messages that this call moved' }),
    remaining: count.meta({ description: 'Messages still among the dead letters' }),
  })
  .meta({ id: 'Redrive' });
