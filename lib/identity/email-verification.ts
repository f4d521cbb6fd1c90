import type { EntityItem } from 'electrodb';
import type { RequestCaller, SystemCaller } from '../auth/caller.ts';
import { verifyPassword } from '../auth/password-hash.ts';
import { keyedHashes } from '../auth/seal.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { sendMail } from '../mail/send-mail.ts';
import { getTogether, one } from '../model/read.ts';
import { type Write, write } from '../model/write.ts';
import { actOutside, type Claim } from '../queue/outside-effect.ts';
import type { QueueDefinition } from '../queue/queue.ts';
import { AddressClaims } from './address-claims.entity.ts';
import { accountRead } from './authors.ts';
import { EmailVerifications } from './email-verifications.entity.ts';
import { addressKey, tokenHash } from './keys.ts';
import { requestMail } from './mail-requests.ts';
import { verificationMail } from './mails.ts';
import { passwordIs } from './passwords.ts';
import type { VerifyEmailInput } from './schema.ts';
import { sessionLives } from './session-roster.ts';
import { Users } from './users.entity.ts';
import { markVerified } from './verified-address.ts';
import { sourcesOfVerified } from './verified-sources.ts';

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
  const { data: user } = await Users.get({ userId }).go({ consistent: true });
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
  return write<Claim>(reminded, { otherwise: () => ({ attempt: undefined }) });
}

/**
 * Asks for another verification mail. Whether the address is known, unknown or verified makes no
 * difference that the caller could see.
 */
export async function requestVerification(ctx: Context, email: string): Promise<undefined> {
  const { data: claim } = await AddressClaims.get({ addressKey: addressKey(email) }).go({
    consistent: true,
  });
  return ctx.commit([requestMail('verification', claim?.userId, ctx.now)], undefined);
}

/**
 * Verifies the address to which `token` was mailed, for who opened the account: whoever reads the mail
 * may have had no part in that, and must not vouch for somebody else's account.
 *
 * @throws AppError `auth.verification_token_invalid` when it is used, expired or unknown ·
 * `auth.proof_required` without a session of the account or its password; the token stays good ·
 * `auth.token_invalid` when the session has just ended
 */
export async function verifyEmail(
  ctx: Context<RequestCaller>,
  input: VerifyEmailInput,
): Promise<undefined> {
  const key = { tokenHash: tokenHash(input.token) };
  const otherwise = 'auth.verification_token_invalid';
  const { data: verification } = await EmailVerifications.get(key).go({ consistent: true });
  if (!verification || verification.expiresAt * 1000 <= ctx.now.getTime()) {
    throw new AppError(otherwise);
  }
  const { userId, addressKey: address } = verification;
  const [claim, user] = await getTogether(
    [one(AddressClaims, { addressKey: address }), accountRead(userId)],
    { consistent: true },
  );
  if (claim?.userId !== userId || user?.addressKey !== address) throw new AppError(otherwise);
  const proof = await proofOf(ctx, claim, input.password);
  return ctx.commit<undefined>(
    [
      write(EmailVerifications.remove(key), { otherwise }),
      ...(await markVerified<undefined>(user, () => verifyEmail(ctx, input))),
      proof,
      ...(await sourcesOfVerified(ctx, userId, address)),
    ],
    undefined,
  );
}

/** The condition that whoever asks still has what proves that the account of `claim` is theirs. */
async function proofOf(
  { caller, now }: Context<RequestCaller>,
  claim: EntityItem<typeof AddressClaims>,
  password: string | undefined,
): Promise<Write<never>> {
  const hasSession = caller.kind === 'user' && caller.credential === 'session';
  if (hasSession && caller.userId === claim.userId) return sessionLives(caller, now);
  const isRight = password !== undefined && (await verifyPassword(password, claim));
  if (!isRight) throw new AppError('auth.proof_required');
  return passwordIs(claim, 'auth.proof_required');
}
