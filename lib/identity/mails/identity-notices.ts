import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { sendMail } from '../../mail/send-mail.ts';
import { find } from '../../model/read.ts';
import { actOutside } from '../../queue/outside-effect.ts';
import type { QueueDefinition } from '../../queue/queue.ts';
import type { IdentityProvider } from '../../schema/identity-providers.ts';
import { Users } from '../accounts/users.entity.ts';
import { identityMail } from './mails.ts';

interface Change {
  userId: string;
  provider: IdentityProvider;
}

/** Mails a user that an identity signs in to their account, unless the account was opened by it. */
export async function mailIdentityLinked(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  { linkedAt, ...change }: Change & { linkedAt: string },
): Promise<void> {
  const user = await findUser(change);
  if (!user?.email || user.createdAt === linkedAt) return;
  const { email, locale } = user;
  const mail = identityMail(locale, 'identityLinked', change.provider);
  await actOutside(ctx, queue, () => sendMail(email, mail));
}

/** Mails a user that an identity does not sign in to their account any more. */
export async function mailIdentityUnlinked(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  change: Change,
): Promise<void> {
  const user = await findUser(change);
  if (!user?.email) return;
  const { email, locale } = user;
  const mail = identityMail(locale, 'identityUnlinked', change.provider);
  await actOutside(ctx, queue, () => sendMail(email, mail));
}

async function findUser({ userId }: Change) {
  const data = await find(Users, { userId });
  return data;
}
