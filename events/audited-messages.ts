import type { Audit, MessageDefinition } from '../lib/queue/message.ts';
import { messages } from '../lib/registry/messages.ts';

/** Events that the audit keeps, as they declare it. */
export const auditedMessages: readonly MessageDefinition[] = messages.filter(
  (definition) => auditOf(definition) !== undefined,
);

/** How an event stands in the audit; `undefined` when it does not. */
export function auditOf({ audit }: MessageDefinition): Audit | undefined {
  return audit === 'none' ? undefined : audit;
}
