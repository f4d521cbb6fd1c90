import type { EntityItem } from 'electrodb';
import { proofRequired, verificationTokenInvalid } from '../../auth/errors.ts';
import type { RequestCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { verifyPassword } from '../../crypto/password-hash.ts';
import { AppError } from '../../errors/app-error.ts';
import { find, getTogether, one } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { type Write, writeIf } from '../../model/write.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { accountRead } from '../accounts/authors.ts';
import { tokenHash } from '../accounts/keys.ts';
import { markVerified } from '../accounts/verified-address.ts';
import { passwordIs } from '../passwords/passwords.ts';
import { sessionLives } from '../sessions/session-roster.ts';
import { sourcesOfVerified } from '../sessions/verified-sources.ts';
import { EmailVerifications } from './email-verifications.entity.ts';
import type { VerifyEmailInput } from './schema.ts';

/**
 * Verifies the address to which `token` was mailed, for who opened the account: whoever reads the mail
 * may have had no part in that, and must not vouch for somebody else's account.
 *
 * @throws AppError `auth.verification_token_invalid` when it is used, expired or unknown ·
 * `auth.proof_required` without a session of the account or its password; the token stays good ·
 * `auth.token_invalid` when the session has just ended
 */
export function verifyEmail(
  ctx: Context<RequestCaller>,
  input: VerifyEmailInput,
): Promise<undefined> {
  return retry(async (again) => {
    const key = { tokenHash: tokenHash(input.token) };
    const otherwise = verificationTokenInvalid;
    const verification = await find(EmailVerifications, key);
    if (!verification || verification.expiresAt * 1000 <= ctx.now.getTime()) {
      throw new AppError(otherwise);
    }
    const { userId, addressKey: address } = verification;
    const [claim, user] = await getTogether(
      [one(AddressClaims, { addressKey: address }), accountRead(userId)],
      { consistent: true },
    );
    if (claim?.userId !== userId || user?.addressKey !== address) throw new AppError(otherwise);
    const proof = await proofOf(ctx, claim, input.password);
    return ctx.commit(
      [
        writeIf(EmailVerifications.remove(key), otherwise),
        ...(await markVerified(user, again)),
        proof,
        ...(await sourcesOfVerified(ctx, userId, address)),
      ],
      undefined,
    );
  });
}

/** The condition that whoever asks still has what proves that the account of `claim` is theirs. */
async function proofOf(
  { caller, now }: Context<RequestCaller>,
  claim: EntityItem<typeof AddressClaims>,
  password: string | undefined,
): Promise<Write<never>> {
  const hasSession = caller.kind === 'user' && caller.credential === 'session';
  if (hasSession && caller.userId === claim.userId) return sessionLives(caller, now);
  const isRight = password !== undefined && (await verifyPassword(password, claim));
  if (!isRight) throw new AppError(proofRequired);
  return passwordIs(claim, proofRequired);
}
