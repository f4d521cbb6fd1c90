import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { deviceNotFound } from '../errors.ts';
import { Devices } from './devices.entity.ts';
import { removal } from './devices.ts';

/**
 * Forgets a device of the caller.
 *
 * @throws AppError `identity.device_not_found`
 */
export function deleteDevice(ctx: Context<UserCaller>, deviceId: string): Promise<undefined> {
  return retry(async (again) => {
    const { userId } = ctx.caller;
    const device = await find(Devices, { userId, deviceId });
    if (!device) throw new AppError(deviceNotFound);
    const writes = removal(device, again);
    return ctx.commit(writes, undefined);
  });
}
