import type { EntityItem } from 'electrodb';
import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { retry } from '../../model/retry.ts';
import { type Write, write, writeIf } from '../../model/write.ts';
import { tokenHash } from '../accounts/keys.ts';
import { Devices } from './devices.entity.ts';
import { PushTokenClaims } from './push-token-claims.entity.ts';
import type { DeviceView } from './schema.ts';

export type Device = EntityItem<typeof Devices>;

/** Forgets the devices that were registered in a session which has ended. */
export function removeDevicesOfSession(
  ctx: Context<SystemCaller>,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<void> {
  return retry(async (again) => {
    const devices = await devicesOf(userId);
    const ended = devices.filter((device) => device.sessionId === sessionId);
    if (ended.length === 0) return;
    await ctx.commit(
      ended.flatMap((device) => removal(device, again)),
      undefined,
    );
  });
}

/** The writes that forget a device and what it claims, as it was read. */
export function removal<Outcome = never>(
  device: Device,
  otherwise: () => Promise<Outcome>,
): Write<Outcome>[] {
  const { userId, deviceId, pushToken, sessionId } = device;
  const asRead = Devices.remove({ userId, deviceId }).where(
    (is, { eq }) => `${eq(is.pushToken, pushToken)} AND ${eq(is.sessionId, sessionId)}`,
  );
  return [
    writeIf(asRead, otherwise),
    write(PushTokenClaims.delete({ tokenHash: tokenHash(pushToken) })),
  ];
}

export async function devicesOf(userId: string): Promise<Device[]> {
  const { data } = await Devices.query.devices({ userId }).go({ pages: 'all', consistent: true });
  return data;
}

export function toView({
  deviceId,
  platform,
  pushToken,
  createdAt,
  registeredAt,
}: Device): DeviceView {
  return { deviceId, platform, pushToken, createdAt, registeredAt };
}
