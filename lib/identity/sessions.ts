import type { EntityItem } from 'electrodb';
import type { UserCaller } from '../auth/caller.ts';
import { type RefreshClaims, readRefreshToken, refreshTokenOf } from '../auth/refresh-token.ts';
import { revoke } from '../auth/revocations.ts';
import { scopesOfRole } from '../auth/scopes.ts';
import { accessTokenSeconds, issueAccessToken } from '../auth/tokens.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { newId } from '../ids.ts';
import { type Write, write } from '../model/write.ts';
import type { LoginInput, SessionView, TokensView } from './schema.ts';
import { Sessions } from './sessions.entity.ts';
import type { User } from './user-view.ts';
import { Users } from './users.entity.ts';

type Session = EntityItem<typeof Sessions>;

const idleSeconds = 30 * 24 * 3600;

/** How long a refresh token still gives its child after the first time: a lost reply, a double click. */
const graceMilliseconds = 10_000;

const idleAfter = (now: Date) => Math.floor(now.getTime() / 1000) + idleSeconds;

/** A new session of `user`: the write that begins it, and what its owner is given. */
export async function beginSession(
  user: User,
  { device, source }: { device: LoginInput['device']; source: string },
  now: Date,
): Promise<{ write: Write<never>; tokens: TokensView; session: SessionView }> {
  const { userId, role } = user;
  const time = now.toISOString();
  const session: Session = {
    userId,
    sessionId: newId('session', now),
    generation: 1,
    rotatedAt: now.getTime(),
    ...(device && { device }),
    source,
    createdAt: time,
    lastUsedAt: time,
    expiresAt: idleAfter(now),
  };
  return {
    write: write(Sessions.create(session)),
    tokens: await issueTokens({ userId, sessionId: session.sessionId, generation: 1 }, role, now),
    session: toSessionView(session, session.sessionId),
  };
}

function toSessionView(session: Session, currentId: string): SessionView {
  const { sessionId, device, source, createdAt, lastUsedAt } = session;
  const current = sessionId === currentId;
  return { id: sessionId, device: device ?? null, source, createdAt, lastUsedAt, current };
}

async function issueTokens(
  claims: RefreshClaims,
  role: User['role'],
  now: Date,
): Promise<TokensView> {
  const [accessToken, refreshToken] = await Promise.all([
    issueAccessToken({ ...claims, scopes: scopesOfRole(role) }, now),
    refreshTokenOf(claims),
  ]);
  return { accessToken, tokenType: 'Bearer', expiresIn: accessTokenSeconds, refreshToken };
}

/**
 * Takes the current refresh token of a session and gives the next pair. Its immediate parent gives
 * the same next one for ten seconds; anything older is in somebody else's hands as well and ends the
 * session.
 *
 * @throws AppError `auth.refresh_token_invalid` · `auth.account_suspended`
 */
export async function refreshSession(ctx: Context, refreshToken: string): Promise<TokensView> {
  const claims = await readRefreshToken(refreshToken);
  if (!claims) throw new AppError('auth.refresh_token_invalid');
  const { userId, sessionId, generation } = claims;
  const { data: user } = await Users.get({ userId }).go({ consistent: true });
  if (!user) throw new AppError('auth.refresh_token_invalid');
  if (user.status === 'suspended') throw new AppError('auth.account_suspended');
  const next = await issueTokens({ ...claims, generation: generation + 1 }, user.role, ctx.now);
  const rotation = Sessions.patch({ userId, sessionId })
    .set({
      generation: generation + 1,
      rotatedAt: ctx.now.getTime(),
      lastUsedAt: ctx.now.toISOString(),
      expiresAt: idleAfter(ctx.now),
    })
    .where(
      (session, { eq, gt }) =>
        `${eq(session.generation, generation)} AND ${gt(session.expiresAt, ctx.now.getTime() / 1000)}`,
    );
  return ctx.commit<TokensView>(
    [
      write(rotation, {
        otherwise: async (item) => {
          const session = item && Sessions.parse({ Item: item }).data;
          if (!session || session.expiresAt <= ctx.now.getTime() / 1000) {
            throw new AppError('auth.refresh_token_invalid');
          }
          const age = ctx.now.getTime() - session.rotatedAt;
          if (session.generation === generation + 1 && age <= graceMilliseconds) return next;
          ctx.log.warn('a refresh token was used again', { sessionId });
          await endSession(ctx, claims);
          throw new AppError('auth.refresh_token_invalid');
        },
      }),
    ],
    next,
  );
}

/** Signs the caller out where they are: refresh ends at once, access within five seconds. */
export async function logout(ctx: Context<UserCaller>): Promise<undefined> {
  return endSession(ctx, ctx.caller);
}

function endSession(
  ctx: Context,
  { userId, sessionId }: Pick<RefreshClaims, 'userId' | 'sessionId'>,
): Promise<undefined> {
  const writes = [write(Sessions.delete({ userId, sessionId })), revoke(sessionId, ctx.now)];
  return ctx.commit(writes, undefined);
}
