import { handle } from '../../lib/http/handle.ts';
import { removeDevice } from '../../lib/identity/devices.ts';
import { deleteDevice } from './routes.ts';

export const handler = handle(deleteDevice, ({ ctx, params }) =>
  removeDevice(ctx, params.deviceId),
);
