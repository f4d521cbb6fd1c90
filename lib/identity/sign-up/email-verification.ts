import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { keyedHashes } from '../../crypto/seal.ts';
import { sendMail } from '../../mail/send-mail.ts';
import { find } from '../../model/read.ts';
import { type Write, write, writeIf } from '../../model/write.ts';
import { actOutside, type Claim } from '../../queue/outside-effect.ts';
import type { QueueDefinition } from '../../queue/queue.ts';
import { tokenHash } from '../accounts/keys.ts';
import { Users } from '../accounts/users.entity.ts';
import { verificationMail } from '../mails/mails.ts';
import { EmailVerifications } from './email-verifications.entity.ts';

const liveSeconds = 48 * 3600;

/**
 * Mails a link that verifies the address of a user, unless it is verified; for sign-ins at most once an
 * hour. The token is made of the message's id here and nowhere else: a message that comes again mails
 * the same one.
 */
export async function mailVerification(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  userId: string,
  why: 'account_opened' | 'asked_for' | 'signed_in' = 'asked_for',
): Promise<void> {
  const user = await find(Users, { userId });
  if (!user?.email || !user.addressKey || user.emailVerified) return;
  // Who is brought from elsewhere knows nothing of it yet.
  if (why === 'account_opened' && user.importedAt !== undefined) return;
  const { email } = user;
  const [token = ''] = await keyedHashes('email-verification', ctx.requestId);
  const verification: Write<never> = write(
    EmailVerifications.put({
      tokenHash: tokenHash(token),
      userId,
      addressKey: user.addressKey,
      expiresAt: Math.floor(ctx.now.getTime() / 1000) + liveSeconds,
    }),
  );
  const mail = verificationMail(user.locale, token);
  const reminder = why === 'signed_in' ? [remindOnceAnHour(ctx, userId)] : [];
  await actOutside(ctx, queue, () => sendMail(email, mail), [...reminder, verification]);
}

const reminderMilliseconds = 3_600_000;

/** The write that keeps when a sign-in had the verification mailed again; within an hour nothing is. */
function remindOnceAnHour({ now, requestId }: Context<SystemCaller>, userId: string): Write<Claim> {
  const hourAgo = new Date(now.getTime() - reminderMilliseconds).toISOString();
  const reminded = Users.patch({ userId })
    .set({ verificationRemindedAt: now.toISOString(), verificationRemindedBy: requestId })
    .where(
      (is, { eq, lte, notExists }) =>
        `${notExists(is.verificationRemindedAt)} OR ${lte(is.verificationRemindedAt, hourAgo)} OR ${eq(is.verificationRemindedBy, requestId)}`,
    );
  return writeIf(reminded, () => ({ attempt: undefined }));
}
