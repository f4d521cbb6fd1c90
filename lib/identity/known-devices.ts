import type { EntityItem } from 'electrodb';
import type { Source } from '../auth/caller.ts';
import { type Write, write } from '../model/write.ts';
import { deviceKey } from './keys.ts';
import { KnownDevices } from './known-devices.entity.ts';

export type KnownDevice = EntityItem<typeof KnownDevices>;

const keptSeconds = 90 * 24 * 3600;

/** Enough to tell by which program somebody came; senders may write any length. */
const longestUserAgent = 256;

/** The write that keeps on what somebody signed in; goes with the session that begins there. */
export function rememberDevice(
  { userId, sessionId }: Pick<KnownDevice, 'userId' | 'sessionId'>,
  { device, source }: { device: KnownDevice['device']; source: Source },
  now: Date,
): Write<never> {
  const userAgent = source.userAgent.slice(0, longestUserAgent);
  const remembered = KnownDevices.update({ userId, deviceKey: deviceKey(device ?? userAgent) }).set(
    {
      ...(device && { device }),
      userAgent,
      source: source.ip,
      sessionId,
      signedInAt: now.toISOString(),
      expiresAt: Math.floor(now.getTime() / 1000) + keptSeconds,
    },
  );
  return write(remembered);
}

/** Whether a sign-in was on a device that the account had not known for as long as one is kept. */
export const wasUnknown = (before: KnownDevice | undefined, after: KnownDevice): boolean =>
  before === undefined || before.expiresAt * 1000 <= Date.parse(after.signedInAt);
