import Bowser from 'bowser';
import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { sendMail } from '../../mail/send-mail.ts';
import { getTogether, one } from '../../model/read.ts';
import { actOutside } from '../../queue/outside-effect.ts';
import type { QueueDefinition } from '../../queue/queue.ts';
import { accountRead } from '../accounts/authors.ts';
import { newDeviceMail } from '../mails/new-device-mail.ts';
import { type KnownDevice, keepNewestDevices } from './known-devices.ts';
import { SessionRosters } from './session-rosters.entity.ts';

interface SignIn
  extends Pick<KnownDevice, 'userId' | 'sessionId' | 'userAgent' | 'source' | 'signedInAt'> {
  device?: KnownDevice['device'] | undefined;
}

/** Whoever knows the password can make up devices; their owner has understood by then. */
const mostNoticesPerHour = 10;
const hourMilliseconds = 3_600_000;

/**
 * Mails a user that somebody signed in on a device that was new, ten times an hour at most. Not of the
 * first sign-in to an account that was opened here: whoever opens an account is there.
 */
export async function mailNewDevice(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  { userId, sessionId, source, signedInAt, ...on }: SignIn,
): Promise<void> {
  const [user, roster] = await getTogether([accountRead(userId), one(SessionRosters, { userId })], {
    consistent: true,
  });
  const devices = await keepNewestDevices(userId);
  const isFirst = roster?.firstSessionId === sessionId && user?.importedAt === undefined;
  if (!user?.email || isFirst) return;
  const hourBefore = new Date(Date.parse(signedInAt) - hourMilliseconds).toISOString();
  const recent = devices.filter((one) => one.signedInAt > hourBefore);
  if (recent.length > mostNoticesPerHour) return;
  const { email, emailVerified, locale, timeZone } = user;
  // Nobody gets words of whoever signed up with their address.
  const said = emailVerified && on.device ? `${on.device.name} (${on.device.platform})` : '';
  const mail = newDeviceMail(locale, {
    device: said === '' || looksLikeLink.test(said) ? nameOfProgram(on.userAgent) : said,
    source,
    signedInAt: new Date(signedInAt),
    timeZone,
  });
  await actOutside(ctx, queue, () => sendMail(email, mail));
}

/** Mail readers make links of such words, and whoever signed in has chosen them. */
const looksLikeLink = /:\/\/|@|\.\p{L}/u;

const knownNames = new Set<string | undefined>([
  ...Object.values(Bowser.BROWSER_MAP),
  ...Object.values(Bowser.OS_MAP),
]);

/** What a `User-Agent` tells in names that everybody knows; senders may write any other into it. */
function nameOfProgram(userAgent: string): string | undefined {
  if (userAgent === '') return undefined;
  const { browser, os } = Bowser.parse(userAgent);
  const names = [browser.name, os.name].filter((name) => knownNames.has(name));
  return names.length > 0 ? names.join(', ') : undefined;
}
