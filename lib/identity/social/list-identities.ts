import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { find } from '../../model/read.ts';
import { identityProviders } from '../../schema/identity-providers.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { LinkedIdentities } from '../accounts/linked-identities.entity.ts';
import { toIdentityView } from './identities.ts';
import type { IdentityView } from './schema.ts';

/** The identities by which the caller signs in, by the name of their provider. */
export async function listIdentities(
  ctx: Context<UserCaller>,
  { limit, after }: PageRequest,
): Promise<Page<IdentityView>> {
  const { userId } = ctx.caller;
  const linked = await find(LinkedIdentities, { userId });
  const views = identityProviders.toSorted().flatMap((provider) => {
    const identity = linked?.[provider];
    return identity ? [toIdentityView(provider, identity)] : [];
  });
  const rest = views.filter(({ provider }) => after === undefined || provider > after);
  const items = rest.slice(0, limit);
  return { items, nextCursor: rest.length > limit ? (items.at(-1)?.provider ?? null) : null };
}
