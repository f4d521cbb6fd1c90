import { randomUUID } from 'node:crypto';
import { decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { config } from '../config.ts';
import { currentSigningKey, findVerificationKey } from './keys.ts';

/** A kind of token that this service signs and takes back: one is never taken for another. */
export interface TokenKind {
  typ: string;
  audience: string;
  lifeSeconds: number;
  /** Claims beside `iss aud iat exp` without which it is none. */
  requiredClaims: readonly string[];
}

const maxTokenLength = 4096;
const clockToleranceSeconds = 2;

/** Signs a token of a kind; `jti` is random unless it is among the claims. */
export async function signToken(
  { typ, audience, lifeSeconds }: TokenKind,
  claims: JWTPayload & { sub: string },
  now: Date,
): Promise<string> {
  const { kid, key } = await currentSigningKey();
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT({ jti: randomUUID(), ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ, kid })
    .setIssuer(config.apiUrl)
    .setAudience(audience)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + lifeSeconds)
    .sign(key);
}

/**
 * The claims of a token. Anything but the canonical encoding of a token of this kind that this service
 * signed answers `undefined`; it never throws for bad tokens.
 */
export async function readToken(
  { typ, audience, lifeSeconds, requiredClaims }: TokenKind,
  token: string,
  now: Date,
): Promise<JWTPayload | undefined> {
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
      typ,
      requiredClaims: ['exp', 'iat', ...requiredClaims],
      maxTokenAge: lifeSeconds,
      clockTolerance: clockToleranceSeconds,
      currentDate: now,
    });
    return payload;
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
