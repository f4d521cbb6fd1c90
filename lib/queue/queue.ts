import type { Needs } from '../needs.ts';
import type { Envelope, MessageDefinition } from './message.ts';

/** The whole contract of a queue and the one worker that reads it. */
export interface QueueDefinition {
  /** `<domain>.<verbNoun>`; names the worker's file, the function and the queue. */
  id: `${string}.${string}`;
  summary: string;
  /** Events that the dispatcher sends to it. */
  subscribes: readonly MessageDefinition[];
  /** Commands that others send to it by `enqueue`. */
  accepts: readonly MessageDefinition[];
  /** First in, first out among messages of one group. */
  fifo?: { groupBy(message: Pick<Envelope, 'subject' | 'data'>): string };
  /**
   * Of a queue without order: whose message it is. While somebody has very many of them waiting, SQS
   * lets the others' go first (fair queues).
   */
  tenantOf?: (message: Pick<Envelope, 'subject' | 'data'>) => string;
  /** Longest run in seconds; messages come back after six times as long. */
  timeoutSeconds: number;
  /** Messages per run, 1–10. */
  batchSize: number;
  /** Workers at the same time; 2 at least. */
  maxConcurrency?: number;
  /**
   * How effects outside the table relate to deliveries: `none` when it has none, else what happens
   * when a worker dies between the effect and its record.
   */
  outsideEffect: 'none' | 'at_least_once' | 'at_most_once';
  needs: Needs;
  /** npm packages with native parts, which it carries beside its bundle. */
  packages?: readonly string[];
  memoryMb?: number;
}

/** Receives of a message before it goes to the dead-letter queue. */
export const maxReceives = 5;

export function defineQueue<const Definition extends QueueDefinition>(
  definition: Definition,
): Definition {
  return definition;
}

/** `sns.fanOutPost` → `fan-out-post`, with `.fifo` where it is one. */
export function queueName({ id, fifo }: Pick<QueueDefinition, 'id' | 'fifo'>): string {
  return `${kebab(id.slice(id.indexOf('.') + 1))}${fifo ? '.fifo' : ''}`;
}

/** Name of the dead-letter queue of the queue with this name. */
export const deadLettersOf = (name: string) => name.replace(/(\.fifo)?$/, '-dlq$1');

/** Name of the queue's dead-letter queue. */
export function deadLetterQueueName(queue: Pick<QueueDefinition, 'id' | 'fifo'>): string {
  return deadLettersOf(queueName(queue));
}

/** `verbNoun` → `verb-noun`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
