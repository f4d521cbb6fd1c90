import type { EntityItem } from 'electrodb';
import type { SessionCaller, UserCaller } from '../auth/caller.ts';
import { open, seal } from '../auth/seal.ts';
import { base32, newTotpSecret, otpauthUri, totpPeriodOf } from '../auth/totp.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { type Otherwise, type Write, write } from '../model/write.ts';
import { freshMilliseconds, requireFreshProof } from './fresh-proof.ts';
import { requireOwnPassword } from './own-password.ts';
import { qrSvg } from './qr-code.ts';
import { findRecoveryCode, hashRecoveryCodes, newRecoveryCodes } from './recovery-codes.ts';
import type { RecoveryCodesView, TotpEnrolmentView } from './schema.ts';
import { sessionLives } from './session-roster.ts';
import { TotpFactors } from './totp-factors.entity.ts';
import { Users } from './users.entity.ts';

export type TotpFactor = EntityItem<typeof TotpFactors>;

/** As authenticator apps show whose codes these are. */
const issuer = 'Moa';
const sealPurpose = 'totp';

/** Long enough for the stream to tell of it. */
const offSeconds = 24 * 3600;

async function findFactor(userId: string): Promise<TotpFactor> {
  const { data } = await TotpFactors.get({ userId }).go({ consistent: true });
  if (!data || data.state === 'off') throw new AppError('auth.totp_not_found');
  return data;
}

/**
 * Begins to enrol an authenticator app: nothing is asked for at sign-in until it is confirmed. An
 * enrolment that is not confirmed gives way to the next.
 *
 * @throws AppError `auth.fresh_sign_in_required` · `auth.totp_already_on` · `identity.user_not_found`
 */
export async function enrolTotp(ctx: Context<SessionCaller>): Promise<TotpEnrolmentView> {
  await requireFreshProof(ctx);
  const { userId } = ctx.caller;
  const { data: user } = await Users.get({ userId }).go({ consistent: true });
  if (!user) throw new AppError('identity.user_not_found');
  const secret = newTotpSecret();
  const uri = otpauthUri(secret, issuer, user.email ?? user.handle);
  const pending = TotpFactors.put({
    userId,
    state: 'pending',
    sealedSecret: await seal(sealPurpose, userId, secret.toString('base64url')),
    createdAt: ctx.now.toISOString(),
  }).where(({ state }, { notExists, ne }) => `${notExists(state)} OR ${ne(state, 'on')}`);
  return ctx.commit<TotpEnrolmentView>([write(pending, { otherwise: 'auth.totp_already_on' })], {
    secret: base32(secret),
    otpauthUri: uri,
    qrSvg: qrSvg(uri),
  });
}

async function periodOf(factor: TotpFactor, code: string, now: Date): Promise<number | undefined> {
  const secret = await open(sealPurpose, factor.userId, factor.sealedSecret);
  const { lastUsed } = factor;
  return totpPeriodOf(code, Buffer.from(secret, 'base64url'), { now, lastUsed });
}

/**
 * Turns the second factor on with the first code of the app, within ten minutes of the enrolment: that
 * took a fresh sign-in, and must not be a way around it later.
 *
 * @throws AppError `auth.mfa_code_invalid` · `auth.totp_not_found` · `auth.totp_already_on` ·
 * `auth.token_invalid` when the session has just ended
 */
export async function confirmTotp(
  ctx: Context<SessionCaller>,
  code: string,
): Promise<RecoveryCodesView> {
  const { userId } = ctx.caller;
  const factor = await findFactor(userId);
  if (factor.state === 'on') throw new AppError('auth.totp_already_on');
  const age = ctx.now.getTime() - Date.parse(factor.createdAt);
  if (age > freshMilliseconds) throw new AppError('auth.totp_not_found');
  const lastUsed = await periodOf(factor, code, ctx.now);
  if (lastUsed === undefined) throw new AppError('auth.mfa_code_invalid');
  const recoveryCodes = newRecoveryCodes();
  const confirmed = TotpFactors.patch({ userId })
    .set({ state: 'on', lastUsed, recoveryCodes: await hashRecoveryCodes(userId, recoveryCodes) })
    .where(
      (is, { eq }) => `${eq(is.state, 'pending')} AND ${eq(is.sealedSecret, factor.sealedSecret)}`,
    );
  return ctx.commit<RecoveryCodesView>(
    [
      sessionLives(ctx.caller, ctx.now),
      // Another enrolment or confirmation was faster: what stands now decides.
      write(confirmed, { otherwise: () => confirmTotp(ctx, code) }),
    ],
    { recoveryCodes },
  );
}

/** The write by which a code of the app is used up; `undefined` for a wrong code. */
export async function spendTotpCode(
  factor: TotpFactor,
  code: string,
  now: Date,
): Promise<Write<never> | undefined> {
  const { userId, sealedSecret } = factor;
  const period = await periodOf(factor, code, now);
  if (period === undefined) return undefined;
  const spent = TotpFactors.patch({ userId })
    .set({ lastUsed: period })
    .where(
      (is, { eq, lt }) => `${eq(is.sealedSecret, sealedSecret)} AND ${lt(is.lastUsed, period)}`,
    );
  return write(spent, { otherwise: 'auth.mfa_code_invalid' });
}

/** The write by which a recovery code is used up; `undefined` for a wrong code. */
export async function spendRecoveryCode(
  { userId, recoveryCodes = [] }: TotpFactor,
  code: string,
): Promise<Write<never> | undefined> {
  const index = await findRecoveryCode(userId, code, recoveryCodes);
  const hash = recoveryCodes[index];
  if (hash === undefined) return undefined;
  const spent = TotpFactors.patch({ userId })
    .data((is, { set }) => set(is.recoveryCodes[index], ''))
    .where((is, { eq }) => eq(is.recoveryCodes[index] ?? '', hash));
  return write(spent, { otherwise: 'auth.mfa_code_invalid' });
}

/**
 * Turns the second factor off, or gives up an enrolment.
 *
 * @throws AppError `auth.invalid_credentials` · `auth.totp_not_found`
 */
export async function removeTotp(ctx: Context<UserCaller>, password: string): Promise<undefined> {
  const { userId } = ctx.caller;
  await requireOwnPassword(userId, password);
  return ctx.commit([turnTotpOff(userId, ctx.now, 'auth.totp_not_found')], undefined);
}

/**
 * The write by which nothing is left of the second factor of a user, or of an enrolment, but who ended
 * it: what is deleted could not tell.
 */
export function turnTotpOff<Outcome>(
  userId: string,
  now: Date,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  const off = TotpFactors.put({
    userId,
    state: 'off',
    sealedSecret: '',
    createdAt: now.toISOString(),
    expiresAt: Math.floor(now.getTime() / 1000) + offSeconds,
  }).where(({ state }, { exists, ne }) => `${exists(state)} AND ${ne(state, 'off')}`);
  return write(off, { otherwise });
}
