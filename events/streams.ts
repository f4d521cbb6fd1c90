import type { Needs } from '../lib/needs.ts';

/** The one function that reads the table's stream and tells the queues. */
export const dispatchEvents = {
  id: 'platform.dispatchEvents',
  summary: 'Turn changes of the table into events and send them to the queues that subscribed',
  timeoutSeconds: 60,
  batchSize: 100,
} as const satisfies StreamWorkerDefinition;

export interface StreamWorkerDefinition {
  id: `${string}.${string}`;
  summary: string;
  timeoutSeconds: number;
  batchSize: number;
  needs?: Needs;
}
