import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { passkeyInvalid } from '../../auth/errors.ts';
import type { AnonymousCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { isBeingPurged } from '../accounts/user-view.ts';
import { challengeIn, type OpenChallenge, spendChallenge } from '../passkeys/passkey-challenge.ts';
import { PasskeyClaims } from '../passkeys/passkey-claims.entity.ts';
import { changeRing, credentialKey, type Passkey, readRing } from '../passkeys/passkey-ring.ts';
import { userHandleOf } from '../passkeys/passkeys.ts';
import { relyingParty } from '../passkeys/relying-party.ts';
import type { PasskeySignInInput } from '../passkeys/schema.ts';
import { noteFailedSignIn } from './failed-sign-ins.ts';
import type { SignedInView } from './schema.ts';
import { readAccount, signIn } from './sign-in.ts';

const invalid = passkeyInvalid;

/**
 * Signs in whoever holds a passkey and has shown their authenticator that it is them: two factors, so
 * that no other is asked for.
 *
 * @throws AppError `auth.passkey_invalid` whatever is wrong with it · `auth.account_suspended` ·
 * `auth.email_not_verified`
 */
export function passkeySignIn(
  ctx: Context<AnonymousCaller>,
  input: PasskeySignInInput,
): Promise<SignedInView> {
  return retry(async (again) => {
    const { credential, device } = input;
    const claim = await find(PasskeyClaims, {
      credentialKey: credentialKey(credential.id),
    });
    if (!claim || userHandleOf(claim.userId) !== credential.response.userHandle) {
      throw new AppError(invalid);
    }
    const { userId } = claim;
    const [ring, account] = await Promise.all([readRing(userId), readAccount(userId)]);
    const passkey = ring.passkeys.find(({ credentialId }) => credentialId === credential.id);
    if (!passkey || !account || isBeingPurged(account.user)) throw new AppError(invalid);
    const { challenge, counter } = await verify(credential, passkey, ctx.now).catch(
      async (refusal: unknown) => {
        await noteFailedSignIn(ctx, userId, { kind: 'sign_in', userId });
        throw refusal;
      },
    );
    const used = { ...passkey, counter, lastUsedAt: ctx.now.toISOString() };
    const writes = [
      spendChallenge(challenge, invalid),
      changeRing(
        ring,
        ring.passkeys.map((one) => (one === passkey ? used : one)),
        // Another sign-in was faster, or a passkey came or went: what stands now decides.
        again,
      ),
    ];
    return signIn(ctx, { ...account, device, writes }, (view) => view);
  });
}

async function verify(
  { id, rawId, type, response }: PasskeySignInInput['credential'],
  { credentialId, publicKey, counter }: Passkey,
  now: Date,
): Promise<{ challenge: OpenChallenge; counter: number }> {
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty();
  try {
    const challenge = await challengeIn(response.clientDataJSON, { kind: 'sign-in' }, now);
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { id, rawId, type, clientExtensionResults: {}, response },
      expectedChallenge: challenge.challenge,
      expectedOrigin,
      expectedRPID,
      requireUserVerification: true,
      credential: {
        id: credentialId,
        publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')),
        counter,
      },
    });
    if (!verified) throw new Error('The signature is wrong');
    return { challenge, counter: authenticationInfo.newCounter };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(invalid, { cause });
  }
}
