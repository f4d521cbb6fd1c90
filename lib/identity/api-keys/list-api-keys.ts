import { ApiKeys } from '../../auth/api-keys.entity.ts';
import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { find, getTogether, one } from '../../model/read.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { ApiKeyLists } from './api-key-lists.entity.ts';
import { toView } from './api-keys.ts';
import type { ApiKeyView } from './schema.ts';

/** A page of the caller's keys, the newest first. */
export async function listApiKeys(
  ctx: Context<UserCaller>,
  { limit, after }: PageRequest,
): Promise<Page<ApiKeyView>> {
  const { userId } = ctx.caller;
  const list = await find(ApiKeyLists, { userId });
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
