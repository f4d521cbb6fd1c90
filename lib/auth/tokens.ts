import * as z from 'zod';
import { id } from '../schema/ids.ts';
import { readScopes, type Scope } from '../scopes.ts';
import { readToken, signToken, type TokenKind } from './jwt.ts';

export const accessTokenSeconds = 15 * 60;

/** `client_id` of first-party sign-ins. */
const clientId = 'moa';

const accessToken: TokenKind = {
  typ: 'at+jwt',
  audience: 'moa',
  lifeSeconds: accessTokenSeconds,
  requiredClaims: ['sub', 'sid', 'jti', 'scope', 'client_id'],
};

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
export function issueAccessToken(
  { userId, sessionId, scopes }: Pick<AccessClaims, 'userId' | 'sessionId' | 'scopes'>,
  now: Date,
): Promise<string> {
  const claims = { sub: userId, sid: sessionId, client_id: clientId, scope: scopes.join(' ') };
  return signToken(accessToken, claims, now);
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
  const { data } = claims.safeParse(await readToken(accessToken, token, now));
  return (
    data && {
      userId: data.sub,
      sessionId: data.sid,
      scopes: readScopes(data.scope),
      issuedAt: data.iat,
      expiresAt: data.exp,
    }
  );
}
