import { decodeProtectedHeader, jwtVerify } from 'jose';
import * as z from 'zod';
import { config } from '../config.ts';
import { AppError } from '../errors/app-error.ts';
import type { IdentityProvider } from '../schema/identity-providers.ts';
import { idTokenInvalid, providerNotSetUp } from './errors.ts';
import { type IssuerKeys, openIssuerKeys } from './issuer-keys.ts';
import { isCanonical } from './jwt.ts';

/** Who somebody is, as an issuer says. */
export interface ProvenIdentity {
  provider: IdentityProvider;
  /** One spelling an issuer, also where it signs by several. */
  issuer: string;
  subject: string;
  /** As the issuer spells it; not checked for form. */
  email: string | undefined;
  /** The issuer knows that the address is this person's. */
  emailVerified: boolean;
  name: string | undefined;
}

/** An issuer's clock may be ahead of ours by this much. */
const clockToleranceSeconds = 30;
const longestLifeSeconds = 24 * 3600;
const longestSubject = { google: 255, firebase: 128 } as const;

const claims = z.object({
  sub: z.string().min(1),
  // Of several audiences, one could show the token to another.
  aud: z.string(),
  iat: z.int(),
  exp: z.int(),
  auth_time: z.int().optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
});

const keysByUrl = new Map<string, IssuerKeys>();

function keysAt(url: string): IssuerKeys {
  const keys = keysByUrl.get(url) ?? openIssuerKeys(url);
  keysByUrl.set(url, keys);
  return keys;
}

/**
 * Verifies an ID token of Google (OpenID Connect Core, 3.1.3.7) or Firebase Auth against its
 * published keys.
 *
 * @throws AppError `auth.id_token_invalid` whatever is wrong with it · `auth.provider_not_set_up` ·
 * `request.dependency_unavailable` when the keys cannot be read
 */
export async function verifyIdToken(
  provider: IdentityProvider,
  token: string,
  now: Date,
): Promise<ProvenIdentity> {
  const { issuers, audiences, jwksUrl } = config.identityProviders[provider];
  const [issuer] = issuers;
  if (issuer === undefined || audiences.length === 0) {
    throw new AppError(providerNotSetUp);
  }
  if (!isCanonical(token)) throw new AppError(idTokenInvalid);
  try {
    const { typ } = decodeProtectedHeader(token);
    if (typ !== undefined && typ !== 'JWT') throw new Error(`${String(typ)} is no ID token`);
    const { payload } = await jwtVerify(token, keysAt(jwksUrl), {
      algorithms: ['RS256'],
      issuer: [...issuers],
      audience: [...audiences],
      requiredClaims: ['exp', 'iat', 'sub', 'aud', 'iss'],
      maxTokenAge: longestLifeSeconds,
      clockTolerance: clockToleranceSeconds,
      currentDate: now,
    });
    const { sub, exp, auth_time: authTime, ...said } = claims.parse(payload);
    const seconds = now.getTime() / 1000;
    if (exp <= seconds) throw new Error('The ID token has expired');
    if (sub.length > longestSubject[provider]) throw new Error('The subject is too long');
    if (provider === 'firebase' && !(authTime && authTime <= seconds + clockToleranceSeconds)) {
      throw new Error('The time of authentication is missing or to come');
    }
    const { email, email_verified: emailVerified = false, name } = said;
    return { provider, issuer, subject: sub, email, emailVerified, name };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(idTokenInvalid, { cause: error });
  }
}
