import type { Audit, MessageDefinition } from '../lib/queue/message.ts';
import * as files from './messages/files.ts';
import * as identity from './messages/identity.ts';
import * as platform from './messages/platform.ts';
import * as sns from './messages/sns.ts';

/** Events that the audit keeps, as they declare it. */
export const auditedMessages: readonly MessageDefinition[] = Object.values<MessageDefinition>({
  ...identity,
  ...platform,
  ...sns,
  ...files,
}).filter((definition) => auditOf(definition) !== undefined);

/** How an event stands in the audit; `undefined` when it does not. */
export function auditOf({ audit }: MessageDefinition): Audit | undefined {
  return audit === 'none' ? undefined : audit;
}
