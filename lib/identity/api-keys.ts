import type { EntityItem } from 'electrodb';
import { apiKeyPrefix, newApiKey } from '../auth/api-key-text.ts';
import { ApiKeys } from '../auth/api-keys.entity.ts';
import type { SessionCaller, SystemCaller, UserCaller } from '../auth/caller.ts';
import { tokenInvalid } from '../auth/challenge.ts';
import { readScopes, type Scope } from '../auth/scopes.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { getTogether, one } from '../model/read.ts';
import { check, condition, type Otherwise, type Write, write } from '../model/write.ts';
import type { Page, PageRequest } from '../schema/page.ts';
import { ApiKeyLists, maxApiKeysPerUser } from './api-key-lists.entity.ts';
import { accountRead } from './authors.ts';
import { ownSessionRead, requireFreshSession } from './fresh-proof.ts';
import type { ApiKeyView, CreateApiKeyInput, NewApiKeyView } from './schema.ts';
import { sessionLives } from './session-roster.ts';
import { Users } from './users.entity.ts';

type ApiKey = EntityItem<typeof ApiKeys>;

/**
 * Makes a key that acts for the caller within `scopes`. Its text is in this answer alone.
 *
 * @throws AppError `request.invalid` when it would be over already · `identity.scope_not_held` ·
 * `auth.fresh_sign_in_required` · `identity.too_many_api_keys` · `auth.token_invalid` when the session
 * has just ended
 */
export async function createApiKey(
  ctx: Context<SessionCaller>,
  input: CreateApiKeyInput,
): Promise<NewApiKeyView> {
  const { name, scopes, expiresAt } = input;
  if (expiresAt !== undefined && new Date(expiresAt) <= ctx.now) {
    const errors = [{ path: 'body.expiresAt', message: 'must be in the future' }];
    throw new AppError('request.invalid', { errors });
  }
  requireHeld(ctx.caller, scopes);
  const { userId } = ctx.caller;
  const [owner, session] = await getTogether([accountRead(userId), ownSessionRead(ctx.caller)], {
    consistent: true,
  });
  if (!owner) throw tokenInvalid();
  requireFreshSession(session, ctx.now);
  const { apiKeyEpoch } = owner;
  const { keyId, text, secretHash } = newApiKey(ctx.now);
  const key: ApiKey = {
    keyId,
    userId,
    secretHash,
    name,
    scope: scopes.join(' '),
    ...(expiresAt !== undefined && { endsAt: expiresAt }),
    ...(apiKeyEpoch !== undefined && { epoch: apiKeyEpoch }),
    createdAt: ctx.now.toISOString(),
  };
  const sameEpoch = check(Users, { userId }).where((is, { eq, notExists }) =>
    apiKeyEpoch === undefined ? notExists(is.apiKeyEpoch) : eq(is.apiKeyEpoch, apiKeyEpoch),
  );
  const listed = ApiKeyLists.update({ userId })
    .add({ keyIds: [keyId] })
    .where(
      ({ keyIds }, { notExists, size, escape: value }) =>
        `${notExists(keyIds)} OR ${size(keyIds)} < ${value(maxApiKeysPerUser)}`,
    );
  return ctx.commit<NewApiKeyView>(
    [
      sessionLives(ctx.caller, ctx.now),
      condition(sameEpoch, { otherwise: () => createApiKey(ctx, input) }),
      write(ApiKeys.create(key)),
      write(listed, { otherwise: 'identity.too_many_api_keys' }),
    ],
    { ...toView(key), key: text },
  );
}

/** A sign-in of an administrator carries `admin`, with which `metrics:read` goes. */
function requireHeld({ scopes: held }: SessionCaller, wanted: readonly Scope[]): void {
  const missing = wanted.find(
    (scope) => !held.includes(scope === 'metrics:read' ? 'admin' : scope),
  );
  if (missing === undefined) return;
  throw new AppError('identity.scope_not_held', {
    detail: `You do not have the scope ${missing} to give.`,
  });
}

function toView({ keyId, name, scope, endsAt, lastUsedAt, createdAt }: ApiKey): ApiKeyView {
  return {
    id: keyId,
    name,
    prefix: apiKeyPrefix(keyId),
    scopes: readScopes(scope),
    ...(endsAt !== undefined && { expiresAt: endsAt }),
    ...(lastUsedAt !== undefined && { lastUsedAt }),
    createdAt,
  };
}

/** A page of the caller's keys, the newest first. */
export async function listApiKeys(
  ctx: Context<UserCaller>,
  { limit, after }: PageRequest,
): Promise<Page<ApiKeyView>> {
  const { userId } = ctx.caller;
  const { data: list } = await ApiKeyLists.get({ userId }).go({ consistent: true });
  const rest = (list?.keyIds ?? [])
    .toSorted()
    .reverse()
    .filter((keyId) => after === undefined || keyId < after);
  const asked = rest.slice(0, limit);
  const keys = await getTogether(
    asked.map((keyId) => one(ApiKeys, { keyId })),
    { consistent: true },
  );
  return {
    // One may have been deleted in between.
    items: keys.filter((key) => key !== null).map(toView),
    nextCursor: rest.length > limit ? (asked.at(-1) ?? null) : null,
  };
}

/**
 * Ends one of the caller's keys, everywhere within five seconds.
 *
 * @throws AppError `identity.api_key_not_found`
 */
export async function deleteApiKey(ctx: Context<UserCaller>, keyId: string): Promise<undefined> {
  const { userId } = ctx.caller;
  return ctx.commit<undefined>(
    endApiKey({ keyId, userId }, 'identity.api_key_not_found'),
    undefined,
  );
}

/**
 * The write that goes with the next `apiKeyEpoch` of a user, by which all their keys are void at once:
 * it empties their list, and a worker removes the keys.
 */
export const emptyApiKeyList = (userId: string): Write<never> =>
  write(ApiKeyLists.update({ userId }).remove(['keyIds']));

/** Removes a key that has ended. */
export async function removeApiKey(ctx: Context<SystemCaller>, keyId: string): Promise<void> {
  await ctx.commit<void>([write(ApiKeys.delete({ keyId }))], undefined);
}

/** The writes that end a key of a user; `otherwise` when they have no such key. */
export function endApiKey<Outcome>(
  { keyId, userId }: Pick<ApiKey, 'keyId' | 'userId'>,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  const removal = ApiKeys.remove({ keyId }).where((key, { eq }) => eq(key.userId, userId));
  return [
    write(removal, { otherwise }),
    write(ApiKeyLists.update({ userId }).delete({ keyIds: [keyId] })),
  ];
}
