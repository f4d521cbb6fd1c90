import type { ApiKeyCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { findToken } from '../sessions/issued-tokens.ts';
import { endSession } from '../sessions/session-roster.ts';
import { endApiKey } from './api-keys.ts';

/**
 * Ends the session of an access or refresh token, or an API key (RFC 7009). There is nothing to end
 * of any other text.
 */
export async function revokeToken(ctx: Context<ApiKeyCaller>, text: string): Promise<undefined> {
  const token = await findToken(ctx, text);
  if (!token) return undefined;
  const { userId, ends } = token;
  const alreadyEnded = () => undefined;
  return ctx.commit(
    'keyId' in ends
      ? endApiKey({ userId, keyId: ends.keyId }, alreadyEnded)
      : endSession({ userId, sessionId: ends.sessionId }, ctx.now, alreadyEnded),
    undefined,
  );
}
