import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { keyedHashes } from '../../crypto/seal.ts';
import type { Mail } from '../../mail/mail.ts';
import { sendMail } from '../../mail/send-mail.ts';
import { find, getTogether, one } from '../../model/read.ts';
import { type Write, write } from '../../model/write.ts';
import { actOutside } from '../../queue/outside-effect.ts';
import type { QueueDefinition } from '../../queue/queue.ts';
import { identityProviders } from '../../schema/identity-providers.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { tokenHash } from '../accounts/keys.ts';
import { LinkedIdentities } from '../accounts/linked-identities.entity.ts';
import { Passkeys } from '../accounts/passkeys.entity.ts';
import { passwordMark } from '../accounts/password-mark.ts';
import type { User } from '../accounts/user-view.ts';
import { Users } from '../accounts/users.entity.ts';
import { passwordChangedMail, passwordResetMail } from '../mails/mails.ts';
import { PasswordResets } from './password-resets.entity.ts';

const liveSeconds = 3600;

const undoSeconds = 24 * 3600;

/** Mails a user a link that replaces the password that they have now. */
export function mailPasswordReset(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  userId: string,
): Promise<void> {
  return mailReset(ctx, queue, userId, {
    seconds: liveSeconds,
    compose: ({ locale }, token) => passwordResetMail(locale, token),
  });
}

/**
 * Mails a user that their password was changed, what else signs in to their account, and a link that
 * replaces the password with this mark by another. The next change comes with a link of its own, and
 * ends this one.
 */
export async function mailPasswordChanged(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  { userId, mark: replaces }: { userId: string; mark: string },
): Promise<void> {
  const otherWays = await otherWaysIn(userId);
  return mailReset(ctx, queue, userId, {
    replaces,
    seconds: undoSeconds,
    compose: ({ locale, timeZone }, token) =>
      passwordChangedMail(locale, token, { ...otherWays, timeZone }),
  });
}

/** By what a user signs in beside the password, and since when. */
async function otherWaysIn(userId: string) {
  const [linked, ring] = await getTogether(
    [one(LinkedIdentities, { userId }), one(Passkeys, { userId })],
    { consistent: true },
  );
  return {
    identities: identityProviders.flatMap((provider) => {
      const linkedAt = linked?.[provider]?.linkedAt;
      return linkedAt === undefined ? [] : [{ provider, since: new Date(linkedAt) }];
    }),
    passkeys: (ring?.passkeys ?? []).map(({ createdAt }) => ({ since: new Date(createdAt) })),
  };
}

interface ResetMail {
  /** Mark of the password that the link replaces; of the present one when left out. */
  replaces?: string;
  seconds: number;
  compose: (user: User, token: string) => Mail;
}

async function mailReset(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  userId: string,
  { replaces, seconds, compose }: ResetMail,
): Promise<void> {
  const user = await find(Users, { userId });
  if (user?.email === undefined || user.addressKey === undefined) return;
  const { email, addressKey: address } = user;
  const claim = await find(AddressClaims, { addressKey: address });
  if (claim?.userId !== userId) return;
  const [token = ''] = await keyedHashes('password-reset', ctx.requestId);
  const reset: Write<never> = write(
    PasswordResets.put({
      tokenHash: tokenHash(token),
      userId,
      addressKey: address,
      replaces: replaces ?? passwordMark(claim),
      expiresAt: Math.floor(ctx.now.getTime() / 1000) + seconds,
    }),
  );
  await actOutside(ctx, queue, () => sendMail(email, compose(user, token)), [reset]);
}
