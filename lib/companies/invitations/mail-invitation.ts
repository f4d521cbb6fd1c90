import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { keyedHashes } from '../../crypto/seal.ts';
import { AddressClaims } from '../../identity/accounts/address-claims.entity.ts';
import { accountRead } from '../../identity/accounts/authors.ts';
import { tokenHash } from '../../identity/accounts/keys.ts';
import { sendMail } from '../../mail/send-mail.ts';
import { getTogether, one } from '../../model/read.ts';
import { write } from '../../model/write.ts';
import { actOutside } from '../../queue/outside-effect.ts';
import type { QueueDefinition } from '../../queue/queue.ts';
import { companyRead } from '../membership/membership.ts';
import { invitationMail } from './invitation-mail.ts';
import { InvitationTokens } from './invitation-tokens.entity.ts';
import { invitationRead, statusOf } from './invitations.ts';

/** Of who has no account and was sent no language: the service's home. */
const defaultLocale = 'ko-KR';

/** How long a token is known after it was mailed: it says why it does not work any more. */
const keepSeconds = 90 * 24 * 3600;

/**
 * Mails one sending of an invitation, unless it has ended or been sent again since. The token is made
 * of the message's id here and nowhere else: a message that comes again mails the same one.
 */
export async function mailInvitation(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  {
    companyId,
    invitationId,
    sending,
  }: { companyId: string; invitationId: string; sending: number },
): Promise<void> {
  const [invitation, company] = await getTogether(
    [invitationRead(companyId, invitationId), companyRead(companyId)],
    { consistent: true },
  );
  if (!invitation || !company || company.status !== 'active') return;
  if (invitation.sending !== sending || statusOf(invitation, ctx.now) !== 'pending') return;
  const { email, addressKey, role } = invitation;
  const locale = invitation.locale ?? (await localeOf(addressKey));
  const [token = ''] = await keyedHashes('invitation', ctx.requestId);
  const known = InvitationTokens.put({
    tokenHash: tokenHash(token),
    companyId,
    invitationId,
    sending,
    expiresAt: Math.floor(ctx.now.getTime() / 1000) + keepSeconds,
  });
  const mail = invitationMail(locale, { companyName: company.name, role, token });
  await actOutside(ctx, queue, () => sendMail(email, mail), [write(known)]);
}

/** The language that the owner of an address has chosen. */
async function localeOf(addressKey: string): Promise<string> {
  const [claim] = await getTogether([one(AddressClaims, { addressKey })], { consistent: true });
  const [user] = await getTogether([accountRead(claim?.userId ?? '')], { consistent: true });
  return user?.locale ?? defaultLocale;
}
