import type { Mail } from '../../lib/local/services/mail.ts';
import type { World } from './world.ts';

/**
 * The newest mail to an address whose subject begins so. Mails of different subjects come in any order:
 * workers send them beside each other.
 *
 * @throws Error when there is none
 */
export async function mailAbout(world: World, to: string, subject: string): Promise<Mail> {
  const mails = await world.mails({ to });
  const mail = mails.find((one) => one.subject.startsWith(subject));
  if (mail) return mail;
  const others = mails.map((one) => one.subject).join(', ') || 'nothing';
  throw new Error(`No mail to ${to} is about "${subject}"; they got ${others}`);
}

/** The token that stands on a line of its own in such a mail. @throws Error when none does */
export async function mailedToken(world: World, to: string, subject: string): Promise<string> {
  const { text = '' } = await mailAbout(world, to, subject);
  const token = /^[A-Za-z0-9_-]{43}$/m.exec(text)?.[0];
  if (token === undefined) throw new Error(`No token is in the mail to ${to} about "${subject}"`);
  return token;
}
