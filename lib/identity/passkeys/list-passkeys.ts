import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { readRing } from './passkey-ring.ts';
import { toPasskeyView } from './passkeys.ts';
import type { PasskeyView } from './schema.ts';

/** A page of the caller's passkeys, the newest first. */
export async function listPasskeys(
  ctx: Context<UserCaller>,
  { limit, after }: PageRequest,
): Promise<Page<PasskeyView>> {
  const { passkeys } = await readRing(ctx.caller.userId);
  const rest = passkeys
    .toSorted((one, other) => (one.passkeyId < other.passkeyId ? 1 : -1))
    .filter(({ passkeyId }) => after === undefined || passkeyId < after)
    .map(toPasskeyView);
  const items = rest.slice(0, limit);
  return { items, nextCursor: rest.length > limit ? (items.at(-1)?.id ?? null) : null };
}
