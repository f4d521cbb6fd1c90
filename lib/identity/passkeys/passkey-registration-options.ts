import type { SessionCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { Users } from '../accounts/users.entity.ts';
import { userNotFound } from '../errors.ts';
import { requireFreshProof } from '../sessions/fresh-proof.ts';
import { newChallenge } from './passkey-challenge.ts';
import { readRing } from './passkey-ring.ts';
import { keyAlgorithms, timeout, userHandleOf } from './passkeys.ts';
import { relyingParty } from './relying-party.ts';
import type { PasskeyRegistrationOptionsInput, PasskeyRegistrationOptionsView } from './schema.ts';

/**
 * What a browser needs to make a passkey for the caller.
 *
 * @throws AppError `auth.invalid_credentials` · `auth.fresh_sign_in_required` ·
 * `identity.user_not_found`
 */
export async function passkeyRegistrationOptions(
  ctx: Context<SessionCaller>,
  { password }: PasskeyRegistrationOptionsInput,
): Promise<PasskeyRegistrationOptionsView> {
  const { userId, sessionId } = ctx.caller;
  await requireFreshProof(ctx, password);
  const [user, { passkeys }] = await Promise.all([find(Users, { userId }), readRing(userId)]);
  if (!user) throw new AppError(userNotFound);
  const { id, name } = relyingParty();
  return {
    challenge: await newChallenge({ kind: 'registration', userId, sessionId }, ctx.now),
    rp: { id, name },
    user: { id: userHandleOf(userId), name: user.email ?? user.handle, displayName: user.name },
    pubKeyCredParams: keyAlgorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout,
    attestation: 'none',
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    excludeCredentials: passkeys.map(({ credentialId }) => ({
      type: 'public-key',
      id: credentialId,
    })),
  };
}
