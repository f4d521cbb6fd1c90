import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { passkeyTaken, passkeyUnusable, tooManyPasskeys } from '../../auth/errors.ts';
import type { SessionCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { newId } from '../../ids.ts';
import { retry } from '../../model/retry.ts';
import { writeIf } from '../../model/write.ts';
import { sessionLives } from '../sessions/session-roster.ts';
import { challengeIn, type OpenChallenge, spendChallenge } from './passkey-challenge.ts';
import { PasskeyClaims } from './passkey-claims.entity.ts';
import { changeRing, credentialKey, mostPasskeys, type Passkey, readRing } from './passkey-ring.ts';
import { keyAlgorithms, toPasskeyView } from './passkeys.ts';
import { relyingParty } from './relying-party.ts';
import type { PasskeyView, RegisterPasskeyInput } from './schema.ts';

type Credential = RegisterPasskeyInput['credential'];

/**
 * Lets the caller sign in by a passkey that their authenticator has made.
 *
 * @throws AppError `auth.passkey_unusable` · `auth.passkey_taken` · `auth.too_many_passkeys` ·
 * `auth.token_invalid` when the session has just ended
 */
export async function registerPasskey(
  ctx: Context<SessionCaller>,
  { name = 'Passkey', credential }: RegisterPasskeyInput,
): Promise<PasskeyView> {
  const { userId } = ctx.caller;
  const { challenge, made } = await verify(ctx, credential);
  const passkey: Passkey = {
    passkeyId: newId('passkey', ctx.now),
    ...made,
    name,
    createdAt: ctx.now.toISOString(),
  };
  const claim = { credentialKey: credentialKey(made.credentialId), userId };
  return retry(async (again) => {
    const ring = await readRing(userId);
    if (ring.passkeys.length >= mostPasskeys) throw new AppError(tooManyPasskeys);
    return ctx.commit(
      [
        spendChallenge(challenge, passkeyUnusable),
        sessionLives(ctx.caller, ctx.now),
        writeIf(PasskeyClaims.create(claim), passkeyTaken),
        changeRing(ring, [...ring.passkeys, passkey], again),
      ],
      toPasskeyView(passkey),
    );
  });
}

type Made = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter'>;

async function verify(
  { caller, now }: Context<SessionCaller>,
  { id, rawId, type, response }: Credential,
): Promise<{ challenge: OpenChallenge; made: Made }> {
  const { userId, sessionId } = caller;
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty();
  const { clientDataJSON, attestationObject } = response;
  try {
    const occasion = { kind: 'registration', userId, sessionId } as const;
    const challenge = await challengeIn(clientDataJSON, occasion, now);
    requireNoCertificates(attestationObject);
    const { registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...{ id, rawId, type, clientExtensionResults: {} },
        response: { clientDataJSON, attestationObject },
      },
      expectedChallenge: challenge.challenge,
      expectedOrigin,
      expectedRPID,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...keyAlgorithms],
    });
    if (!registrationInfo) throw new Error('The attestation is wrong');
    const { id: madeId, publicKey, counter } = registrationInfo.credential;
    if (madeId !== id) throw new Error('The attestation is of another credential');
    const made = {
      credentialId: id,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      counter,
    };
    return { challenge, made };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(passkeyUnusable, { cause });
  }
}

/**
 * We ask for no attestation, and browsers take it away but for signatures by the passkey itself. A
 * certificate would have its revocation looked up at any address that it names.
 */
function requireNoCertificates(attestationObject: string): void {
  const decoded = decodeAttestationObject(
    new Uint8Array(Buffer.from(attestationObject, 'base64url')),
  );
  const format = decoded.get('fmt');
  if (format === 'none') return;
  if (format === 'packed' && !decoded.get('attStmt').get('x5c')) return;
  throw new Error(`An attestation of the format ${String(format)} was not asked for`);
}
