import type { Context } from '../../context.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { addressKey } from '../accounts/keys.ts';
import { requestMail } from '../mails/mail-requests.ts';

/**
 * Asks for a mail with which a forgotten password is replaced. Whether the address is known makes no
 * difference that the caller could see.
 */
export async function forgotPassword(ctx: Context, email: string): Promise<undefined> {
  const { data: claim } = await AddressClaims.get({ addressKey: addressKey(email) }).go({
    consistent: true,
  });
  return ctx.commit([requestMail('password_reset', claim?.userId, ctx.now)], undefined);
}
