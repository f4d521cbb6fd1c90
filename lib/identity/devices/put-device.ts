import type { SessionCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { type Write, write, writeIf } from '../../model/write.ts';
import { tokenHash } from '../accounts/keys.ts';
import { sessionLives } from '../sessions/session-roster.ts';
import { Devices } from './devices.entity.ts';
import { type Device, devicesOf, removal, toView } from './devices.ts';
import { PushTokenClaims } from './push-token-claims.entity.ts';
import type { DeviceInput, DeviceView } from './schema.ts';

/** More than anybody carries; beyond it the one that was not registered for longest makes room. */
const maxDevices = 20;

/**
 * Registers a device, or its new token, for the session of the caller. A token that another device
 * had leaves it, whoever's that was.
 *
 * @throws AppError `auth.token_invalid` when the session has just ended
 */
export function putDevice(
  ctx: Context<SessionCaller>,
  deviceId: string,
  { platform, pushToken }: DeviceInput,
): Promise<DeviceView> {
  return retry(async (again) => {
    const { userId, sessionId } = ctx.caller;
    const key = { tokenHash: tokenHash(pushToken) };
    const [devices, claim] = await Promise.all([devicesOf(userId), find(PushTokenClaims, key)]);
    const present = devices.find((device) => device.deviceId === deviceId);
    const isSame =
      present?.pushToken === pushToken &&
      present.platform === platform &&
      present.sessionId === sessionId;
    if (isSame) return toView(present);

    const time = ctx.now.toISOString();
    const createdAt = present?.createdAt ?? time;
    const device: Device = {
      ...{ userId, deviceId, platform, pushToken, sessionId, createdAt },
      registeredAt: time,
    };
    // Each write stands on what was read; when somebody else was faster, all is read again.

    const writes: Write<DeviceView>[] = [
      sessionLives(ctx.caller, ctx.now),
      writeIf(
        present
          ? Devices.put(device).where((is, { eq }) => eq(is.pushToken, present.pushToken))
          : Devices.create(device),
        again,
      ),
      writeIf(
        claim
          ? PushTokenClaims.put({ ...key, userId, deviceId }).where(
              (is, { eq }) =>
                `${eq(is.userId, claim.userId)} AND ${eq(is.deviceId, claim.deviceId)}`,
            )
          : PushTokenClaims.create({ ...key, userId, deviceId }),
        again,
      ),
    ];
    if (present && present.pushToken !== pushToken) {
      writes.push(write(PushTokenClaims.delete({ tokenHash: tokenHash(present.pushToken) })));
    }
    if (claim && !isOf(claim, device)) {
      const { userId: owner, deviceId: other } = claim;
      writes.push(write(Devices.delete({ userId: owner, deviceId: other })));
    }
    if (!present) {
      const staying = devices.filter((other) => !isOf(claim, other));
      writes.push(...surplus(staying).flatMap((other) => removal(other, again)));
    }
    return ctx.commit(writes, toView(device));
  });
}

type Place = Pick<Device, 'userId' | 'deviceId'>;
const isOf = (claim: Place | null, { userId, deviceId }: Place): boolean =>
  claim?.userId === userId && claim.deviceId === deviceId;

/** The devices that must go for one more to come. */
const surplus = (devices: readonly Device[]): Device[] =>
  devices
    .toSorted((one, other) => (one.registeredAt < other.registeredAt ? 1 : -1))
    .slice(maxDevices - 1);
