import type { Context } from '../../context.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { addressKey } from '../accounts/keys.ts';
import { requestMail } from '../mails/mail-requests.ts';

/**
 * Asks for another verification mail. Whether the address is known, unknown or verified makes no
 * difference that the caller could see.
 */
export async function resendVerification(ctx: Context, email: string): Promise<undefined> {
  const { data: claim } = await AddressClaims.get({ addressKey: addressKey(email) }).go({
    consistent: true,
  });
  return ctx.commit([requestMail('verification', claim?.userId, ctx.now)], undefined);
}
