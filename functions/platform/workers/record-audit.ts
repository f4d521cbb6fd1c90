import { auditOf } from '../../../events/audited-messages.ts';
import * as queues from '../../../events/queues/platform.ts';
import { recordAudit } from '../../../lib/platform/audit/record-audit.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(
  queues.recordAudit,
  Object.fromEntries(
    queues.recordAudit.subscribes.map((definition) => [
      definition.type,
      (_ctx, message) => recordAudit(message, auditOf(definition)),
    ]),
  ),
);
