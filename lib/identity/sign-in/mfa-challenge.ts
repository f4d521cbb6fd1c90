import { randomUUID } from 'node:crypto';
import { secondFactorAllowanceOf } from '../../auth/known-sources.ts';
import { issueMfaToken, mfaTokenSeconds } from '../../auth/mfa-tokens.ts';
import type { RequestCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { find } from '../../model/read.ts';
import { type Write, write } from '../../model/write.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { passwordMark } from '../accounts/password-mark.ts';
import type { User } from '../accounts/user-view.ts';
import type { LoginInput } from '../sessions/schema.ts';
import { readSessionEpoch } from '../sessions/session-roster.ts';
import type { TotpFactor } from '../totp/totp.ts';
import { MfaChallenges } from './mfa-challenges.entity.ts';
import type { LoginView } from './schema.ts';

/** What an account signs in with by password, and a mark that changes with it. */
export async function readPassword({ addressKey }: Pick<User, 'addressKey'>) {
  const claim = addressKey === undefined ? null : await find(AddressClaims, { addressKey });
  return { claim, mark: claim ? passwordMark(claim) : '' };
}

interface Challenged {
  user: User;
  totp: TotpFactor;
  device: LoginInput['device'];
  /** Of the password that proved the first factor. */
  passwordMark?: string | undefined;
}

/** Asks for the second factor of somebody who has proved the first, together with `writes`. */
export async function openChallenge<Outcome = never>(
  ctx: Context<RequestCaller>,
  { user, totp, device, passwordMark: proven }: Challenged,
  writes: readonly Write<Outcome>[],
  toOutcome: (view: LoginView) => Outcome,
): Promise<Outcome> {
  const { userId } = user;
  const challengeId = randomUUID();
  const [epoch, allowance] = await Promise.all([
    readSessionEpoch(userId),
    user.addressKey && secondFactorAllowanceOf(user.addressKey, ctx.caller.source.ip, ctx.now),
  ]);
  const mark = proven ?? (await readPassword(user)).mark;
  const expiresAt = Math.floor(ctx.now.getTime() / 1000) + mfaTokenSeconds;
  const challenge = {
    challengeId,
    userId,
    passwordMark: mark,
    epoch,
    expiresAt,
    ...(device && { device }),
  };
  const hasRecoveryCode = totp.recoveryCodes?.some((hash) => hash !== '') ?? false;
  const view: LoginView = {
    status: 'mfa_required',
    mfaToken: await issueMfaToken({ userId, challengeId, allowance }, ctx.now),
    methods: hasRecoveryCode ? ['totp', 'recovery_code'] : ['totp'],
  };
  return ctx.commit([...writes, write(MfaChallenges.put(challenge))], toOutcome(view));
}
