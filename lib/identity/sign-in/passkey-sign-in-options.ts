import type { Context } from '../../context.ts';
import { newChallenge } from '../passkeys/passkey-challenge.ts';
import { timeout } from '../passkeys/passkeys.ts';
import { relyingParty } from '../passkeys/relying-party.ts';
import type { PasskeySignInOptionsView } from '../passkeys/schema.ts';

/** What a browser needs to sign in by a passkey, whosever it is. */
export async function passkeySignInOptions({ now }: Context): Promise<PasskeySignInOptionsView> {
  return {
    challenge: await newChallenge({ kind: 'sign-in' }, now),
    rpId: relyingParty().id,
    timeout,
    userVerification: 'required',
    allowCredentials: [],
  };
}
