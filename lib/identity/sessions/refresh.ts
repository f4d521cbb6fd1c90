import { accountSuspended, refreshTokenInvalid } from '../../auth/errors.ts';
import { knowSource } from '../../auth/known-sources.ts';
import { readRefreshToken } from '../../auth/refresh-token.ts';
import type { RequestCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { writeIf } from '../../model/write.ts';
import { Users } from '../accounts/users.entity.ts';
import type { TokensView } from './schema.ts';
import { endSession } from './session-roster.ts';
import { Sessions } from './sessions.entity.ts';
import { alreadyEnded, idleAfter, isHonoured, issueTokens } from './sessions.ts';

/**
 * Takes the current refresh token of a session and gives the next pair. Its immediate parent gives
 * the same next one for ten seconds; anything older is in somebody else's hands as well and ends the
 * session.
 *
 * @throws AppError `auth.refresh_token_invalid` · `auth.account_suspended`
 */
export async function refresh(
  ctx: Context<RequestCaller>,
  refreshToken: string,
): Promise<TokensView> {
  const claims = await readRefreshToken(refreshToken);
  if (!claims) throw new AppError(refreshTokenInvalid);
  const { userId, sessionId, generation } = claims;
  const user = await find(Users, { userId });
  if (!user || user.status === 'deleted') throw new AppError(refreshTokenInvalid);
  if (user.status === 'suspended') throw new AppError(accountSuspended);
  const next = await issueTokens({ ...claims, generation: generation + 1 }, user.role, ctx.now);
  const { addressKey, emailVerified } = user;
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
  return ctx.commit(
    [
      writeIf(rotation, async (item) => {
        const session = item && Sessions.parse({ Item: item }).data;
        if (!session || session.expiresAt <= ctx.now.getTime() / 1000) {
          throw new AppError(refreshTokenInvalid);
        }
        if (isHonoured(session, generation, ctx.now)) return next;
        ctx.log.warn('a refresh token was used again', { sessionId });
        // Nobody can tell which of its two holders the owner is: neither of them ends it.
        const actor = 'system:identity.refresh';
        await ctx.apply(endSession(claims, ctx.now, alreadyEnded), undefined, { actor });
        throw new AppError(refreshTokenInvalid);
      }),
      ...(addressKey && emailVerified
        ? [knowSource(addressKey, ctx.caller.source.ip, ctx.now)]
        : []),
    ],
    next,
  );
}
