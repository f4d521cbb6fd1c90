import Bowser from 'bowser';
import type { SystemCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { sendMail } from '../mail/send-mail.ts';
import { getTogether, one } from '../model/read.ts';
import { actOutside } from '../queue/outside-effect.ts';
import type { QueueDefinition } from '../queue/queue.ts';
import { accountRead } from './authors.ts';
import type { KnownDevice } from './known-devices.ts';
import { newDeviceMail } from './new-device-mail.ts';
import { SessionRosters } from './session-rosters.entity.ts';

interface SignIn
  extends Pick<KnownDevice, 'userId' | 'sessionId' | 'userAgent' | 'source' | 'signedInAt'> {
  device?: KnownDevice['device'] | undefined;
}

/** Mails a user that somebody signed in on a device that was new, unless it is their first ever. */
export async function mailNewDevice(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  { userId, sessionId, source, signedInAt, ...on }: SignIn,
): Promise<void> {
  const [user, roster] = await getTogether(
    [accountRead(userId), one(SessionRosters, SessionRosters.get({ userId }))],
    { consistent: true },
  );
  if (!user?.email || roster?.firstSessionId === sessionId) return;
  const { email, emailVerified, locale, timeZone } = user;
  // Nobody gets words of whoever signed up with their address.
  const given = emailVerified ? on.device : undefined;
  const mail = newDeviceMail(locale, {
    device: given ? `${given.name} (${given.platform})` : nameOfProgram(on.userAgent),
    source,
    signedInAt: new Date(signedInAt),
    timeZone,
  });
  await actOutside(ctx, queue, () => sendMail(email, mail));
}

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
