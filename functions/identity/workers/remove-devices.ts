import { removeDevices } from '../../../events/queues/identity.ts';
import { removeDevicesOfSession } from '../../../lib/identity/devices.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(removeDevices, {
  'session.ended': (ctx, { data }) => removeDevicesOfSession(ctx, data),
});
