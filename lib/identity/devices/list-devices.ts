import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import type { Page } from '../../schema/page.ts';
import { devicesOf, toView } from './devices.ts';
import type { DeviceView } from './schema.ts';

/** The devices on which the caller is reached by push, all on one page. */
export async function listDevices({ caller }: Context<UserCaller>): Promise<Page<DeviceView>> {
  return { items: (await devicesOf(caller.userId)).map(toView), nextCursor: null };
}
