import { totpAlreadyOn } from '../../auth/errors.ts';
import type { SessionCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { seal } from '../../crypto/seal.ts';
import { base32, newTotpSecret, otpauthUri } from '../../crypto/totp.ts';
import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { writeIf } from '../../model/write.ts';
import { Users } from '../accounts/users.entity.ts';
import { userNotFound } from '../errors.ts';
import { requireFreshProof } from '../sessions/fresh-proof.ts';
import { qrSvg } from './qr-code.ts';
import type { TotpEnrolmentView } from './schema.ts';
import { sealPurpose } from './totp.ts';
import { TotpFactors } from './totp-factors.entity.ts';

/** As authenticator apps show whose codes these are. */
const issuer = 'Moa';

/**
 * Begins to enrol an authenticator app: nothing is asked for at sign-in until it is confirmed. An
 * enrolment that is not confirmed gives way to the next.
 *
 * @throws AppError `auth.fresh_sign_in_required` · `auth.totp_already_on` · `identity.user_not_found`
 */
export async function enrolTotp(ctx: Context<SessionCaller>): Promise<TotpEnrolmentView> {
  await requireFreshProof(ctx);
  const { userId } = ctx.caller;
  const user = await find(Users, { userId });
  if (!user) throw new AppError(userNotFound);
  const secret = newTotpSecret();
  const uri = otpauthUri(secret, issuer, user.email ?? user.handle);
  const pending = TotpFactors.put({
    userId,
    state: 'pending',
    sealedSecret: await seal(sealPurpose, userId, secret.toString('base64url')),
    createdAt: ctx.now.toISOString(),
  }).where(({ state }, { notExists, ne }) => `${notExists(state)} OR ${ne(state, 'on')}`);
  return ctx.commit([writeIf(pending, totpAlreadyOn)], {
    secret: base32(secret),
    otpauthUri: uri,
    qrSvg: qrSvg(uri),
  });
}
