import * as queues from '../../../events/queues/identity.ts';
import { purgeAccount } from '../../../lib/identity/deletion/purge-account.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { purgeSteps } from '../../../lib/registry/purges.ts';

export const handler = consume(queues.purgeAccount, {
  'identity.purge_account': (ctx, { data }) => purgeAccount(ctx, purgeSteps, data),
});
