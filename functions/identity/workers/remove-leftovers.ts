import * as queues from '../../../events/queues/identity.ts';
import { removeApiKey } from '../../../lib/identity/api-keys/api-keys.ts';
import { removeDevicesOfSession } from '../../../lib/identity/devices/devices.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queues.removeLeftovers, {
  'session.ended': (ctx, { data }) => removeDevicesOfSession(ctx, data),
  'api_key.deleted': (ctx, { data }) => removeApiKey(ctx, data.keyId),
});
