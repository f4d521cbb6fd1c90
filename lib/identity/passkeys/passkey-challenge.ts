import * as z from 'zod';
import { open, seal } from '../../crypto/seal.ts';
import type { ErrorDefinition } from '../../errors/define-error.ts';
import { type Write, writeIf } from '../../model/write.ts';
import { tokenHash } from '../accounts/keys.ts';
import { SpentPasskeyChallenges } from './spent-passkey-challenges.entity.ts';

/** How long somebody has to answer. */
export const challengeSeconds = 5 * 60;

const sealPurpose = 'passkey-challenge';

/** What a challenge is for: it counts for nothing else, and a registration for one session alone. */
export type Occasion =
  | { kind: 'sign-in' }
  | { kind: 'registration'; userId: string; sessionId: string };

const contextOf = (occasion: Occasion) =>
  JSON.stringify(
    occasion.kind === 'sign-in'
      ? [occasion.kind]
      : [occasion.kind, occasion.userId, occasion.sessionId],
  );

/** A challenge (base64url) that only we can have made; nothing is kept of it until it is answered. */
export const newChallenge = (occasion: Occasion, now: Date): Promise<string> =>
  seal(sealPurpose, contextOf(occasion), String(now.getTime() + challengeSeconds * 1000));

/** A challenge that was answered in time. */
export interface OpenChallenge {
  challenge: string;
  /** Epoch milliseconds. */
  expiresAt: number;
}

const clientData = z.object({
  challenge: z.string().max(1024),
  // Nobody signs in to us inside of another's page.
  crossOrigin: z.literal(false).optional(),
});

/**
 * The challenge that is answered by client data (base64url, WebAuthn 5.8.1).
 *
 * @throws Error when it is over, not ours or for something else
 */
export async function challengeIn(
  clientDataJson: string,
  occasion: Occasion,
  now: Date,
): Promise<OpenChallenge> {
  const text = Buffer.from(clientDataJson, 'base64url').toString('utf8');
  const { challenge } = clientData.parse(JSON.parse(text));
  const expiresAt = Number(await open(sealPurpose, contextOf(occasion), challenge));
  if (expiresAt <= now.getTime()) throw new Error('The challenge is over');
  return { challenge, expiresAt };
}

/** The write by which a challenge is used up; refused when it was before. */
export function spendChallenge(
  { challenge, expiresAt }: OpenChallenge,
  otherwise: ErrorDefinition,
): Write<never> {
  const spent = {
    challengeHash: tokenHash(challenge),
    expiresAt: Math.ceil(expiresAt / 1000) + challengeSeconds,
  };
  return writeIf(SpentPasskeyChallenges.create(spent), otherwise);
}
