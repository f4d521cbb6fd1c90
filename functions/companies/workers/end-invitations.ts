import * as queues from '../../../events/queues/companies.ts';
import { endInvitations } from '../../../lib/companies/invitations/end-invitations.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queues.endInvitations, {
  'company.closed': (ctx, { data: { companyId, closedAt } }) =>
    endInvitations(ctx, { companyId, until: closedAt }),
  'companies.end_invitations': (ctx, { data }) => endInvitations(ctx, data),
});
