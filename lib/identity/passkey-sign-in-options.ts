import type { Context } from '../context.ts';
import { newChallenge } from './passkey-challenge.ts';
import type { PasskeySignInOptionsView } from './passkey-schema.ts';
import { timeout } from './passkeys.ts';
import { relyingParty } from './relying-party.ts';

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
