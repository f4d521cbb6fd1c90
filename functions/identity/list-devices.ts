import { handle } from '../../lib/http/handle.ts';
import { listDevices as list } from '../../lib/identity/devices.ts';
import { listDevices } from './routes.ts';

export const handler = handle(listDevices, ({ ctx }) => list(ctx));
