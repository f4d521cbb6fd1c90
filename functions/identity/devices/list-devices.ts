import { handle } from '../../../lib/http/handle.ts';
import { listDevices } from '../../../lib/identity/devices/list-devices.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listDevices, ({ ctx }) => listDevices(ctx));
