import type { ApiKeyCaller } from '../../caller.ts';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { findToken } from './issued-tokens.ts';
import type { IntrospectionView } from './schema.ts';

/**
 * What a token of the caller's own, or of anybody's to a key with the scope `admin`, allows (RFC 7662).
 * Any other text is a token that is not active, whatever is wrong with it.
 */
export async function introspectToken(
  ctx: Context<ApiKeyCaller>,
  text: string,
): Promise<IntrospectionView> {
  const token = await findToken(ctx, text);
  if (!token) return { active: false };
  return { active: true, ...token.view, sub: token.userId, iss: config.apiUrl };
}
