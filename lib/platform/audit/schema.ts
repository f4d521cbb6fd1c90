import * as z from 'zod';
import { id } from '../../schema/ids.ts';
import { timestamp } from '../../schema/time.ts';

/** An id of anything, or `system:<name>` or `anonymous`. */
const nameInAudit = z.string().regex(/^[A-Za-z0-9_:.-]{1,80}$/);

const action = z.string().regex(/^[a-z_]{1,40}\.[a-z_]{1,40}$/);

export const companyAuditQuery = z.strictObject({
  actorId: nameInAudit.optional(),
  objectId: nameInAudit.optional(),
  action: action.optional(),
  /** Not before this. */
  from: timestamp.optional(),
  /** Before this. */
  to: timestamp.optional(),
});

export const auditQuery = companyAuditQuery.extend({ companyId: id('company').optional() });

export type AuditQuery = z.output<typeof auditQuery>;

const values = z.record(z.string(), z.unknown());

/** Who did what to which object. */
export const auditEntryView = z
  .object({
    id: id('event'),
    at: timestamp,
    actorId: z.string().meta({ description: 'A user, `system:<name>` or `anonymous`' }),
    actorKeyId: id('apiKey').optional().meta({ description: 'The API key by which they did' }),
    actorIp: z
      .string()
      .optional()
      .meta({ description: 'An IPv4 address, or the /64 prefix of an IPv6 address' }),
    action: z.string(),
    objectType: z.string(),
    objectId: z.string(),
    userId: id('user').optional().meta({ description: 'Whose account it is about, if any' }),
    companyId: id('company').optional().meta({ description: 'In which it was done, if any' }),
    requestId: z.string().optional(),
    before: values.optional(),
    after: values.optional(),
  })
  .meta({ id: 'AuditEntry' });

export type AuditEntryView = z.input<typeof auditEntryView>;
