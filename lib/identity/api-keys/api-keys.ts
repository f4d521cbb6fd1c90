import type { EntityItem } from 'electrodb';
import { apiKeyPrefix } from '../../auth/api-key-text.ts';
import { ApiKeys } from '../../auth/api-keys.entity.ts';
import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { find, getTogether, one } from '../../model/read.ts';
import { always, type Otherwise, type Write, write, writeIf } from '../../model/write.ts';
import { readScopes } from '../../scopes.ts';
import { ApiKeyLists } from './api-key-lists.entity.ts';
import type { ApiKeyView } from './schema.ts';

export type ApiKey = EntityItem<typeof ApiKeys>;

export function toView(key: ApiKey): ApiKeyView {
  const { keyId, name, scope, companyId, endsAt, lastUsedAt, createdAt } = key;
  return {
    id: keyId,
    name,
    prefix: apiKeyPrefix(keyId),
    scopes: readScopes(scope),
    ...(companyId !== undefined && { companyId }),
    ...(endsAt !== undefined && { expiresAt: endsAt }),
    ...(lastUsedAt !== undefined && { lastUsedAt }),
    createdAt,
  };
}

/**
 * The write that goes with the next `apiKeyEpoch` of a user, by which all their keys are void at once:
 * it empties their list, and a worker removes the keys.
 */
export const emptyApiKeyList = (userId: string): Write<never> =>
  write(always(ApiKeyLists.update({ userId }).remove(['keyIds'])));

/** Removes a key that has ended. */
export async function removeApiKey(ctx: Context<SystemCaller>, keyId: string): Promise<void> {
  await ctx.commit([write(ApiKeys.delete({ keyId }))], undefined);
}

/** Ends the keys of a user that are bound to a company and were made until a time. */
export async function endCompanyKeys(
  ctx: Context<SystemCaller>,
  { companyId, userId, until }: { companyId: string; userId: string; until: string },
): Promise<void> {
  const list = await find(ApiKeyLists, { userId });
  const keys = await getTogether(
    (list?.keyIds ?? []).map((keyId) => one(ApiKeys, { keyId })),
    { consistent: true },
  );
  for (const key of keys) {
    if (key?.companyId !== companyId || key.createdAt > until) continue;
    // Its owner may have deleted it meanwhile.
    await ctx.apply(endApiKey(key, () => undefined));
  }
}

/** The writes that end a key of a user; `otherwise` when they have no such key. */
export function endApiKey<Outcome = never>(
  { keyId, userId }: Pick<ApiKey, 'keyId' | 'userId'>,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  const removal = ApiKeys.remove({ keyId }).where((key, { eq }) => eq(key.userId, userId));
  return [
    writeIf(removal, otherwise),
    write(always(ApiKeyLists.update({ userId }).delete({ keyIds: [keyId] }))),
  ];
}
