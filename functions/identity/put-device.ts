import { handle } from '../../lib/http/handle.ts';
import { registerDevice } from '../../lib/identity/devices.ts';
import { putDevice } from './routes.ts';

export const handler = handle(putDevice, ({ ctx, params, body }) =>
  registerDevice(ctx, params.deviceId, body),
);
