import {
  passkeyRegistrationOptions,
  registerPasskey,
} from '../../functions/identity/passkeys/routes.ts';
import { passkeySignInOptions } from '../../functions/identity/sign-in/routes.ts';
import {
  type Assertion,
  type Attestation,
  type Ceremony,
  type SoftwarePasskey,
  softwarePasskey,
} from '../support/software-passkey.ts';
import type { Caller, World } from '../support/world.ts';
import { bodyOf } from './arrange.ts';

/* What people do with passkeys, through the API. */

/** Where the pages of the web client are: here the API itself, by a name that may have passkeys. */
export async function webOrigin(world: World): Promise<string> {
  const { body } = await world.request('GET', '/.well-known/openid-configuration');
  const url = new URL((body as { issuer: string }).issuer);
  url.hostname = 'localhost';
  return url.origin;
}

/** A passkey of somebody that is not registered yet, and what its authenticator says of it. */
export async function madePasskey(
  world: World,
  as: Caller,
  changes: Partial<Ceremony> = {},
): Promise<{ passkey: SoftwarePasskey; credential: Attestation; ceremony: Ceremony }> {
  const options = await bodyOf(world.call(passkeyRegistrationOptions, { as, body: {} }));
  const passkey = softwarePasskey(options.user.id);
  const origin = await webOrigin(world);
  const ceremony = { challenge: options.challenge, rpId: options.rp.id, origin, ...changes };
  return { passkey, credential: passkey.attestation(ceremony), ceremony };
}

export async function registeredPasskey(
  world: World,
  as: Caller,
): Promise<{ passkey: SoftwarePasskey; id: string }> {
  const { passkey, credential } = await madePasskey(world, as);
  const { id } = await bodyOf(world.call(registerPasskey, { as, body: { credential } }));
  return { passkey, id };
}

/** What a sign-in begins with. */
export async function signInCeremony(world: World): Promise<Ceremony> {
  const { challenge, rpId } = await bodyOf(world.call(passkeySignInOptions));
  return { challenge, rpId, origin: await webOrigin(world) };
}

export const assertionOf = async (world: World, passkey: SoftwarePasskey): Promise<Assertion> =>
  passkey.assertion(await signInCeremony(world));
