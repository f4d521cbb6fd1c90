import { handle } from '../../../lib/http/handle.ts';
import { putDevice } from '../../../lib/identity/devices/put-device.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.putDevice, ({ ctx, params, body }) =>
  putDevice(ctx, params.deviceId, body),
);
