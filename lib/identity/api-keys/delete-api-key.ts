import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { apiKeyNotFound } from '../errors.ts';
import { endApiKey } from './api-keys.ts';

/**
 * Ends one of the caller's keys, everywhere within five seconds.
 *
 * @throws AppError `identity.api_key_not_found`
 */
export async function deleteApiKey(ctx: Context<UserCaller>, keyId: string): Promise<undefined> {
  const { userId } = ctx.caller;
  return ctx.commit(endApiKey({ keyId, userId }, apiKeyNotFound), undefined);
}
