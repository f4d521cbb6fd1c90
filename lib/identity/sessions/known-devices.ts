import type { EntityItem } from 'electrodb';
import type { Source } from '../../caller.ts';
import { always, type Write, write } from '../../model/write.ts';
import { writeMany } from '../../model/write-many.ts';
import { deviceKey } from '../accounts/keys.ts';
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
  const remembered = KnownDevices.update({
    userId,
    deviceKey: deviceKey(device ?? source.userAgent),
  }).set({
    ...(device && { device }),
    userAgent: source.userAgent.slice(0, longestUserAgent),
    source: source.ip,
    sessionId,
    signedInAt: now.toISOString(),
    expiresAt: Math.floor(now.getTime() / 1000) + keptSeconds,
  });
  return write(always(remembered));
}

const mostDevices = 50;

/**
 * The devices of a user by their latest sign-ins, the newest first, once those beyond the most that
 * are kept have been forgotten: whoever signs in can make up as many as they like.
 */
export async function keepNewestDevices(userId: string): Promise<KnownDevice[]> {
  const known = KnownDevices.query.knownDevices({ userId });
  const { data } = await known.go({ pages: 'all', consistent: true });
  const newestFirst = data.sort((one, other) => (one.signedInAt < other.signedInAt ? 1 : -1));
  await writeMany(
    newestFirst
      .slice(mostDevices)
      .map(({ deviceKey: key }) => KnownDevices.delete({ userId, deviceKey: key })),
  );
  return newestFirst.slice(0, mostDevices);
}

/** Whether a sign-in was on a device that the account had not known for as long as one is kept. */
export const wasUnknown = (before: KnownDevice | undefined, after: KnownDevice): boolean =>
  before === undefined || before.expiresAt * 1000 <= Date.parse(after.signedInAt);
