import { randomUUID } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { config } from '../config.ts';
import { id } from '../schema/ids.ts';
import { currentSigningKey, findVerificationKey } from './keys.ts';
import { readScopes, type Scope } from './scopes.ts';

export const accessTokenSeconds = 15 * 60;

/** `aud` of access tokens and `client_id` of first-party sign-ins. */
const audience = 'moa';
const clientId = 'moa';

const tokenType = 'at+jwt';
const maxTokenLength = 4096;
const clockToleranceSeconds = 2;

/** What an access token says (RFC 9068). */
export interface AccessClaims {
  userId: string;
  sessionId: string;
  scopes: readonly Scope[];
  /** Epoch seconds. */
  issuedAt: number;
  /** Epoch seconds. */
  expiresAt: number;
}

/** Signs an access token that lives for 15 minutes. */
export async function issueAccessToken(
  { userId, sessionId, scopes }: Pick<AccessClaims, 'userId' | 'sessionId' | 'scopes'>,
  now: Date,
): Promise<string> {
  const { kid, key } = await currentSigningKey();
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT({ client_id: clientId, sid: sessionId, scope: scopes.join(' ') })
    .setProtectedHeader({ alg: 'EdDSA', typ: tokenType, kid })
    .setIssuer(config.apiUrl)
    .setAudience(audience)
    .setSubject(userId)
    .setJti(randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + accessTokenSeconds)
    .sign(key);
}

const claims = z.object({
  sub: id('user'),
  sid: id('session'),
  client_id: z.literal(clientId),
  scope: z.string(),
  jti: z.string().min(1),
  iat: z.int(),
  exp: z.int(),
});

// Verifying a signature costs more than the rest of a warm request; a container sees the same token
// many times in its 15 minutes.
const verified = new Map<string, AccessClaims>();
const maxVerified = 1000;

/**
 * Verifies an access token. Anything but the canonical encoding of a token that this service signed
 * answers `undefined`; it never throws for bad tokens.
 */
export async function verifyAccessToken(
  token: string,
  now: Date,
): Promise<AccessClaims | undefined> {
  const known = verified.get(token);
  if (known) {
    if (known.expiresAt * 1000 > now.getTime()) return known;
    verified.delete(token);
    return undefined;
  }
  const fresh = await verify(token, now);
  if (fresh) {
    if (verified.size >= maxVerified) verified.delete(verified.keys().next().value as string);
    verified.set(token, fresh);
  }
  return fresh;
}

async function verify(token: string, now: Date): Promise<AccessClaims | undefined> {
  if (token.length > maxTokenLength || !isCanonical(token)) return undefined;
  let kid: unknown;
  try {
    kid = decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
  if (typeof kid !== 'string' || kid.length > 64) return undefined;
  const key = await findVerificationKey(kid);
  if (!key) return undefined;
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['EdDSA'],
      issuer: config.apiUrl,
      audience,
      typ: tokenType,
      requiredClaims: ['exp', 'iat', 'sub', 'sid', 'jti', 'scope', 'client_id'],
      maxTokenAge: accessTokenSeconds,
      clockTolerance: clockToleranceSeconds,
      currentDate: now,
    });
    const { sub, sid, scope, iat, exp } = claims.parse(payload);
    return {
      userId: sub,
      sessionId: sid,
      scopes: readScopes(scope),
      issuedAt: iat,
      expiresAt: exp,
    };
  } catch {
    // Whatever is wrong with it, the caller learns only that it is not valid.
    return undefined;
  }
}

/** Base64url leaves unused bits at the end: other texts would carry the same signature. */
export function isCanonical(token: string): boolean {
  const parts = token.split('.');
  return (
    parts.length === 3 &&
    parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
  );
}
