import { handle } from '../../../lib/http/handle.ts';
import { deleteDevice } from '../../../lib/identity/devices/delete-device.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.deleteDevice, ({ ctx, params }) =>
  deleteDevice(ctx, params.deviceId),
);
