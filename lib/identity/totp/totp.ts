import type { EntityItem } from 'electrodb';
import { mfaCodeInvalid } from '../../auth/errors.ts';
import { open } from '../../crypto/seal.ts';
import { totpPeriodOf } from '../../crypto/totp.ts';
import { type Otherwise, type Write, writeIf } from '../../model/write.ts';
import { findRecoveryCode } from './recovery-codes.ts';
import { TotpFactors } from './totp-factors.entity.ts';

export type TotpFactor = EntityItem<typeof TotpFactors>;

export const sealPurpose = 'totp';

/** Long enough for the stream to tell of it. */
const offSeconds = 24 * 3600;

export async function periodOf(
  factor: TotpFactor,
  code: string,
  now: Date,
): Promise<number | undefined> {
  const secret = await open(sealPurpose, factor.userId, factor.sealedSecret);
  const { lastUsed } = factor;
  return totpPeriodOf(code, Buffer.from(secret, 'base64url'), { now, lastUsed });
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
  return writeIf(spent, mfaCodeInvalid);
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
  return writeIf(spent, mfaCodeInvalid);
}

/**
 * The write by which nothing is left of the second factor of a user, or of an enrolment, but who ended
 * it: what is deleted could not tell.
 */
export function turnTotpOff<Outcome = never>(
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
  return writeIf(off, otherwise);
}
