import * as queues from '../../../events/queues/companies.ts';
import { endInvitations } from '../../../lib/companies/invitations/end-invitations.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queues.endInvitations, {
  'company.closed': (ctx, { data, time }) =>
    endInvitations(ctx, { companyId: data.companyId, until: time }),
  'companies.end_invitations': (ctx, { data }) => endInvitations(ctx, data),
});
