import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { sendMail } from '../../mail/send-mail.ts';
import { find } from '../../model/read.ts';
import { actOutside } from '../../queue/outside-effect.ts';
import type { QueueDefinition } from '../../queue/queue.ts';
import { purgeTime } from '../accounts/purge-time.ts';
import { Users } from '../accounts/users.entity.ts';
import { accountDeletedMail, accountRestoredMail } from './deletion-mails.ts';
import { mailNotice } from './notice-mail.ts';

/** Mails a user that their account is deleted, unless that is undone by now. */
export async function mailAccountDeleted(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  userId: string,
): Promise<void> {
  const user = await find(Users, { userId });
  if (!user?.email || user.deletedAt === undefined) return;
  const { email, locale, timeZone, deletedAt } = user;
  const mail = accountDeletedMail(locale, purgeTime(deletedAt), timeZone);
  await actOutside(ctx, queue, () => sendMail(email, mail));
}

/** Mails a user that their account is not deleted any more. */
export const mailAccountRestored = (
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  userId: string,
): Promise<void> => mailNotice(ctx, queue, userId, accountRestoredMail);
