import * as z from 'zod';
import { id } from '../schema/ids.ts';
import { readToken, signToken, type TokenKind } from './jwt.ts';

/** How long somebody has for the second factor. */
export const mfaTokenSeconds = 5 * 60;

const scope = 'otp';

const mfaToken: TokenKind = {
  typ: 'mfa+jwt',
  audience: 'moa-mfa',
  lifeSeconds: mfaTokenSeconds,
  requiredClaims: ['sub', 'jti', 'scope'],
};

/** What proves the first factor, and allows nothing but to show the second. */
export interface MfaClaims {
  userId: string;
  challengeId: string;
  /** As in `OtpCaller`. */
  allowance?: string | undefined;
}

/** Signs a token for a challenge that lives for five minutes. */
export function issueMfaToken(
  { userId, challengeId, allowance }: MfaClaims,
  now: Date,
): Promise<string> {
  const said = { sub: userId, jti: challengeId, scope };
  return signToken(mfaToken, { ...said, ...(allowance !== undefined && { allowance }) }, now);
}

const claims = z.object({
  sub: id('user'),
  jti: z.uuid(),
  scope: z.literal(scope),
  allowance: z.string().optional(),
});

/** What a token of {@link issueMfaToken} says; `undefined` for anything else. */
export async function verifyMfaToken(token: string, now: Date): Promise<MfaClaims | undefined> {
  const { data } = claims.safeParse(await readToken(mfaToken, token, now));
  return data && { userId: data.sub, challengeId: data.jti, allowance: data.allowance };
}
