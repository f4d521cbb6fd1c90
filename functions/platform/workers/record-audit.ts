import { auditOf } from '../../../events/audited-messages.ts';
import { recordAudit } from '../../../events/queues/platform.ts';
import { keepAuditEntry } from '../../../lib/platform/audit/audit.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(
  recordAudit,
  Object.fromEntries(
    recordAudit.subscribes.map((definition) => [
      definition.type,
      (_ctx, message) => keepAuditEntry(message, auditOf(definition)),
    ]),
  ),
);
