import { purgeAccount } from '../../../events/queues/identity.ts';
import { purge } from '../../../lib/identity/deletion/purge-account.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(purgeAccount, {
  'identity.purge_account': (ctx, { data }) => purge(ctx, data),
});
