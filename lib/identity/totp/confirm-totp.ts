import { mfaCodeInvalid, totpAlreadyOn, totpNotFound } from '../../auth/errors.ts';
import type { SessionCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { writeIf } from '../../model/write.ts';
import { freshMilliseconds } from '../sessions/fresh-proof.ts';
import { sessionLives } from '../sessions/session-roster.ts';
import { hashRecoveryCodes, newRecoveryCodes } from './recovery-codes.ts';
import type { RecoveryCodesView } from './schema.ts';
import { periodOf, type TotpFactor } from './totp.ts';
import { TotpFactors } from './totp-factors.entity.ts';

async function findFactor(userId: string): Promise<TotpFactor> {
  const factor = await find(TotpFactors, { userId });
  if (!factor || factor.state === 'off') throw new AppError(totpNotFound);
  return factor;
}

/**
 * Turns the second factor on with the first code of the app, within ten minutes of the enrolment: that
 * took a fresh sign-in, and must not be a way around it later.
 *
 * @throws AppError `auth.mfa_code_invalid` · `auth.totp_not_found` · `auth.totp_already_on` ·
 * `auth.token_invalid` when the session has just ended
 */
export function confirmTotp(ctx: Context<SessionCaller>, code: string): Promise<RecoveryCodesView> {
  return retry(async (again) => {
    const { userId } = ctx.caller;
    const factor = await findFactor(userId);
    if (factor.state === 'on') throw new AppError(totpAlreadyOn);
    const age = ctx.now.getTime() - Date.parse(factor.createdAt);
    if (age > freshMilliseconds) throw new AppError(totpNotFound);
    const lastUsed = await periodOf(factor, code, ctx.now);
    if (lastUsed === undefined) throw new AppError(mfaCodeInvalid);
    const recoveryCodes = newRecoveryCodes();
    const confirmed = TotpFactors.patch({ userId })
      .set({ state: 'on', lastUsed, recoveryCodes: await hashRecoveryCodes(userId, recoveryCodes) })
      .where(
        (is, { eq }) =>
          `${eq(is.state, 'pending')} AND ${eq(is.sealedSecret, factor.sealedSecret)}`,
      );
    return ctx.commit(
      [
        sessionLives(ctx.caller, ctx.now),
        // Another enrolment or confirmation was faster: what stands now decides.
        writeIf(confirmed, again),
      ],
      { recoveryCodes },
    );
  });
}
