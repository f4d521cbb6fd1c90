import { tokenRefusal } from '../../auth/challenge.ts';
import { mfaCodeInvalid } from '../../auth/errors.ts';
import type { OtpCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { type Write, writeIf } from '../../model/write.ts';
import type { User } from '../accounts/user-view.ts';
import { passwordIs } from '../passwords/passwords.ts';
import { spendRecoveryCode, spendTotpCode, type TotpFactor } from '../totp/totp.ts';
import { noteFailedSignIn } from './failed-sign-ins.ts';
import { readPassword } from './mfa-challenge.ts';
import { MfaChallenges } from './mfa-challenges.entity.ts';
import type { ChallengeInput, SignedInView } from './schema.ts';
import { readAccount, signIn } from './sign-in.ts';

/**
 * Ends a sign-in by its second factor. What proved it and the challenge are spent with it, or not at
 * all.
 *
 * @throws AppError `auth.token_invalid` for a challenge that is answered, over or overtaken by another
 * password or the end of all sessions · `auth.mfa_code_invalid` · `auth.account_suspended` · `auth.email_not_verified`
 */
export function answerChallenge(
  ctx: Context<OtpCaller>,
  input: ChallengeInput,
): Promise<SignedInView> {
  return retry(async (again) => {
    const { userId, challengeId } = ctx.caller;
    const [challenge, account] = await Promise.all([
      find(MfaChallenges, { challengeId }),
      readAccount(userId),
    ]);
    if (challenge?.userId !== userId || !account) throw tokenRefusal();
    const { user, totp } = account;
    if (totp?.state !== 'on') throw new AppError(mfaCodeInvalid);
    // Kept otherwise meanwhile, or another: the next look tells which.

    const samePassword = await requireSamePassword(user, challenge.passwordMark, again);
    const spent = await spend(totp, input, ctx.now);
    if (!spent) {
      await noteFailedSignIn(ctx, userId, { kind: 'second_factor', userId });
      throw new AppError(mfaCodeInvalid);
    }
    const answered = MfaChallenges.remove({ challengeId });
    const wasAnswered = () => {
      throw tokenRefusal();
    };
    const writes = [writeIf(answered, wasAnswered), ...samePassword, spent];
    return signIn(
      ctx,
      { ...account, device: challenge.device, epoch: challenge.epoch, writes },
      (view) => view,
    );
  });
}

/** The condition that the password is still the one that the sign-in began with. */
async function requireSamePassword(
  user: User,
  passwordMark: string,
  otherwise: () => Promise<SignedInView>,
): Promise<Write<SignedInView>[]> {
  const { claim, mark } = await readPassword(user);
  if (mark !== passwordMark) throw tokenRefusal();
  return claim?.passwordHash === undefined ? [] : [passwordIs(claim, otherwise)];
}

/** The write by which what proves the second factor is used up; `undefined` when it proves nothing. */
const spend = (
  factor: TotpFactor,
  { code, recoveryCode }: ChallengeInput,
  now: Date,
): Promise<Write<never> | undefined> =>
  code === undefined
    ? spendRecoveryCode(factor, recoveryCode ?? '')
    : spendTotpCode(factor, code, now);
