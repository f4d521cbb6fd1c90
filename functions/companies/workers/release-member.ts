import * as queues from '../../../events/queues/companies.ts';
import { releaseMember } from '../../../lib/companies/members/release-member.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queues.releaseMember, {
  'member.removed': (ctx, { data }) => releaseMember(ctx, data),
});
