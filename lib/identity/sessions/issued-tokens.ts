import { readApiKey } from '../../auth/api-key-text.ts';
import { verifyApiKey } from '../../auth/api-keys.ts';
import { readRefreshToken } from '../../auth/refresh-token.ts';
import { isRevoked } from '../../auth/revocations.ts';
import { verifyAccessToken } from '../../auth/tokens.ts';
import type { ApiKeyCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { find } from '../../model/read.ts';
import type { IntrospectionView } from './schema.ts';
import { isLive, type Session } from './session-roster.ts';
import { Sessions } from './sessions.entity.ts';
import { isHonoured } from './sessions.ts';

type ActiveView = Extract<IntrospectionView, { active: true }>;

/** A token that is honoured, and what ends with it. */
interface ActiveToken {
  userId: string;
  ends: { sessionId: string } | { keyId: string };
  view: Omit<ActiveView, 'active' | 'sub' | 'iss'>;
}

export async function findToken(
  { caller, now }: Context<ApiKeyCaller>,
  text: string,
): Promise<ActiveToken | undefined> {
  const token = readApiKey(text)
    ? await findApiKey(text, now)
    : ((await findAccessToken(text, now)) ?? (await findRefreshToken(text, now)));
  const isWithinReach = token?.userId === caller.userId || caller.scopes.includes('admin');
  return isWithinReach ? token : undefined;
}

const seconds = (time: string) => Math.floor(Date.parse(time) / 1000);

async function findApiKey(text: string, now: Date): Promise<ActiveToken | undefined> {
  const key = await verifyApiKey(text, now);
  if (!key) return undefined;
  const { userId, keyId, scopes, createdAt, endsAt } = key;
  const view = {
    scope: scopes.join(' '),
    client_id: keyId,
    iat: seconds(createdAt),
    ...(endsAt !== undefined && { exp: seconds(endsAt) }),
  };
  return { userId, ends: { keyId }, view };
}

async function findAccessToken(text: string, now: Date): Promise<ActiveToken | undefined> {
  const claims = await verifyAccessToken(text, now);
  if (!claims || (await isRevoked(claims.sessionId))) return undefined;
  const { userId, sessionId, scopes, issuedAt, expiresAt } = claims;
  if (!(await findSession(userId, sessionId, now))) return undefined;
  const view = {
    scope: scopes.join(' '),
    client_id: 'moa',
    token_type: 'Bearer' as const,
    aud: 'moa',
    sid: sessionId,
    iat: issuedAt,
    exp: expiresAt,
  };
  return { userId, ends: { sessionId }, view };
}

async function findRefreshToken(text: string, now: Date): Promise<ActiveToken | undefined> {
  const claims = await readRefreshToken(text);
  if (!claims) return undefined;
  const { userId, sessionId, generation } = claims;
  const session = await findSession(userId, sessionId, now);
  if (!session || !isHonoured(session, generation, now)) return undefined;
  const view = { client_id: 'moa', sid: sessionId, exp: session.expiresAt };
  return { userId, ends: { sessionId }, view };
}

/** Read in the table, which knows at once what containers learn within five seconds. */
async function findSession(
  userId: string,
  sessionId: string,
  now: Date,
): Promise<Session | undefined> {
  const session = await find(Sessions, { userId, sessionId });
  return session && isLive(session, now) ? session : undefined;
}
