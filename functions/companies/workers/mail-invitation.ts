import * as queues from '../../../events/queues/companies.ts';
import { mailInvitation } from '../../../lib/companies/invitations/mail-invitation.ts';
import { consume } from '../../../lib/queue/consume.ts';

const queue = queues.mailInvitation;

export const handler = consume(queue, {
  'invitation.created': (ctx, { data }) => mailInvitation(ctx, queue, data),
  'invitation.resent': (ctx, { data }) => mailInvitation(ctx, queue, data),
});
