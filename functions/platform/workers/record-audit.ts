import { auditOf } from '../../../events/audited-messages.ts';
import * as queues from '../../../events/queues/platform.ts';
import { keepAuditEntry } from '../../../lib/platform/audit/audit.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(
  queues.recordAudit,
  Object.fromEntries(
    queues.recordAudit.subscribes.map((definition) => [
      definition.type,
      (_ctx, message) => keepAuditEntry(message, auditOf(definition)),
    ]),
  ),
);
