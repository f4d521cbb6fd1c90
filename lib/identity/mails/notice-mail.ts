import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import type { Mail } from '../../mail/mail.ts';
import { sendMail } from '../../mail/send-mail.ts';
import { find } from '../../model/read.ts';
import { actOutside } from '../../queue/outside-effect.ts';
import type { QueueDefinition } from '../../queue/queue.ts';
import { Users } from '../accounts/users.entity.ts';

/** Mails a user a notice in their language; who has no account any more, or no address, gets none. */
export async function mailNotice(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  userId: string,
  notice: (locale: string) => Mail,
): Promise<void> {
  const user = await find(Users, { userId });
  if (!user?.email) return;
  const { email, locale } = user;
  await actOutside(ctx, queue, () => sendMail(email, notice(locale)));
}
