import { newApiKey } from '../../auth/api-key-text.ts';
import { ApiKeys } from '../../auth/api-keys.entity.ts';
import { tokenRefusal } from '../../auth/challenge.ts';
import type { SessionCaller } from '../../caller.ts';
import { companyNotFound } from '../../companies/errors.ts';
import { Members } from '../../companies/membership/members.entity.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { invalidRequest } from '../../errors/request-errors.ts';
import { getTogether } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { exists, impossible, unchanged, writeIf } from '../../model/write.ts';
import type { Scope } from '../../scopes.ts';
import { accountRead } from '../accounts/authors.ts';
import { Users } from '../accounts/users.entity.ts';
import { scopeNotHeld, tooManyApiKeys } from '../errors.ts';
import { ownSessionRead, requireFreshSession } from '../sessions/fresh-proof.ts';
import { sessionLives } from '../sessions/session-roster.ts';
import { ApiKeyLists, maxApiKeysPerUser } from './api-key-lists.entity.ts';
import { type ApiKey, toView } from './api-keys.ts';
import type { CreateApiKeyInput, NewApiKeyView } from './schema.ts';

/**
 * Makes a key that acts for the caller within `scopes`, in one company alone where it says so. Its text
 * is in this answer alone.
 *
 * @throws AppError `companies.company_not_found` to who is no member · `request.invalid` when it would
 *   be over already · `identity.scope_not_held` · `auth.fresh_sign_in_required` ·
 *   `identity.too_many_api_keys` · `auth.token_invalid` when the session has just ended
 */
export function createApiKey(
  ctx: Context<SessionCaller>,
  input: CreateApiKeyInput,
): Promise<NewApiKeyView> {
  return retry(async (again) => {
    const { name, scopes, companyId, expiresAt } = input;
    if (expiresAt !== undefined && new Date(expiresAt) <= ctx.now) {
      const errors = [
        { path: 'body.expiresAt', message: 'must be in the future', rule: 'min' as const },
      ];
      throw new AppError(invalidRequest, { errors });
    }
    requireHeld(ctx.caller, scopes);
    const { userId } = ctx.caller;
    const [owner, session] = await getTogether([accountRead(userId), ownSessionRead(ctx.caller)], {
      consistent: true,
    });
    if (!owner) throw tokenRefusal();
    requireFreshSession(session, ctx.now);
    const { apiKeyEpoch } = owner;
    const { keyId, text, secretHash } = newApiKey(ctx.now);
    const key: ApiKey = {
      keyId,
      userId,
      ...(companyId !== undefined && { companyId }),
      secretHash,
      name,
      scope: scopes.join(' '),
      ...(expiresAt !== undefined && { endsAt: expiresAt }),
      ...(apiKeyEpoch !== undefined && { epoch: apiKeyEpoch }),
      createdAt: ctx.now.toISOString(),
    };
    const listed = ApiKeyLists.update({ userId })
      .add({ keyIds: [keyId] })
      .where(
        ({ keyIds }, { notExists, size, escape: value }) =>
          `${notExists(keyIds)} OR ${size(keyIds)} < ${value(maxApiKeysPerUser)}`,
      );
    return ctx.commit(
      [
        sessionLives(ctx.caller, ctx.now),
        unchanged(Users, { userId }, { apiKeyEpoch }, again),
        writeIf(ApiKeys.create(key), impossible),
        writeIf(listed, tooManyApiKeys),
        ...(companyId === undefined
          ? []
          : [exists(Members, { companyId, userId }, companyNotFound)]),
      ],
      { ...toView(key), key: text },
    );
  });
}

/** A sign-in of an administrator carries `admin`, with which `metrics:read` goes. */
function requireHeld({ scopes: held }: SessionCaller, wanted: readonly Scope[]): void {
  const missing = wanted.find(
    (scope) => !held.includes(scope === 'metrics:read' ? 'admin' : scope),
  );
  if (missing === undefined) return;
  throw new AppError(scopeNotHeld, {
    detail: `You do not have the scope ${missing} to give.`,
  });
}
