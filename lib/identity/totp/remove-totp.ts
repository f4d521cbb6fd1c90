import { totpNotFound } from '../../auth/errors.ts';
import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { requireOwnPassword } from '../sessions/own-password.ts';
import { turnTotpOff } from './totp.ts';

/**
 * Turns the second factor off, or gives up an enrolment.
 *
 * @throws AppError `auth.invalid_credentials` · `auth.totp_not_found`
 */
export async function removeTotp(ctx: Context<UserCaller>, password: string): Promise<undefined> {
  const { userId } = ctx.caller;
  await requireOwnPassword(userId, password);
  return ctx.commit([turnTotpOff(userId, ctx.now, totpNotFound)], undefined);
}
