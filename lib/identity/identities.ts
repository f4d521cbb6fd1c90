import type { EntityItem } from 'electrodb';
import type { SessionCaller, UserCaller } from '../auth/caller.ts';
import { verifyIdToken } from '../auth/id-tokens.ts';
import { type IdentityProvider, identityProviders } from '../auth/identity-providers.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { getTogether, one } from '../model/read.ts';
import { write } from '../model/write.ts';
import type { Page, PageRequest } from '../schema/page.ts';
import { ownRead } from './authors.ts';
import { ownSessionRead, requireFreshSession } from './fresh-proof.ts';
import { IdentityClaims } from './identity-claims.entity.ts';
import { identityKey } from './keys.ts';
import { LinkedIdentities } from './linked-identities.entity.ts';
import { linkWrites, toLinkedIdentity } from './linked-identity.ts';
import type { IdentityView } from './schema.ts';
import { sessionLives } from './session-roster.ts';
import { passkeyRemains, passwordRemains } from './ways-in.ts';

type Linked = EntityItem<typeof LinkedIdentities>;

/** Each round after the first means that somebody else has changed what the one before had read. */
const mostRounds = 5;

function requireRound(round: number): void {
  if (round <= mostRounds) return;
  throw new AppError('request.dependency_unavailable', { retryAfterSeconds: 1 });
}

function toIdentityView(
  provider: IdentityProvider,
  { email, linkedAt }: NonNullable<Linked[IdentityProvider]>,
): IdentityView {
  return { provider, email: email ?? null, linkedAt };
}

/** The identities by which the caller signs in, by the name of their provider. */
export async function listIdentities(
  ctx: Context<UserCaller>,
  { limit, after }: PageRequest,
): Promise<Page<IdentityView>> {
  const { userId } = ctx.caller;
  const { data } = await LinkedIdentities.get({ userId }).go({ consistent: true });
  const views = identityProviders.toSorted().flatMap((provider) => {
    const identity = data?.[provider];
    return identity ? [toIdentityView(provider, identity)] : [];
  });
  const rest = views.filter(({ provider }) => after === undefined || provider > after);
  const items = rest.slice(0, limit);
  return { items, nextCursor: rest.length > limit ? (items.at(-1)?.provider ?? null) : null };
}

/**
 * Lets the caller sign in by the identity that `idToken` proves. It takes no other's place: whoever
 * changes the provider's identity unlinks the one before, and is told so by mail.
 *
 * @throws AppError `auth.id_token_invalid` · `auth.provider_not_set_up` · `auth.identity_taken` ·
 * `auth.another_identity_linked` · `auth.fresh_sign_in_required` · `auth.token_invalid` when the
 * session has just ended
 */
export async function linkIdentity(
  ctx: Context<SessionCaller>,
  provider: IdentityProvider,
  idToken: string,
): Promise<IdentityView> {
  const identity = await verifyIdToken(provider, idToken, ctx.now);
  const { userId } = ctx.caller;
  const key = identityKey(identity);
  const link = async (round: number): Promise<IdentityView> => {
    requireRound(round);
    const [session, claim, linked] = await getTogether(
      [
        ownSessionRead(ctx.caller),
        one(IdentityClaims, { identityKey: key }),
        one(LinkedIdentities, { userId }),
      ],
      { consistent: true },
    );
    requireFreshSession(session, ctx.now);
    if (claim && claim.userId !== userId) throw new AppError('auth.identity_taken');
    const present = linked?.[provider];
    if (present?.identityKey === key) return toIdentityView(provider, present);
    if (present) throw new AppError('auth.another_identity_linked');
    const wanted = toLinkedIdentity(identity, ctx.now);
    return ctx.commit<IdentityView>(
      [
        sessionLives(ctx.caller, ctx.now),
        ...linkWrites(userId, provider, wanted, () => link(round + 1)),
      ],
      toIdentityView(provider, wanted),
    );
  };
  return link(1);
}

/**
 * Ends sign-in by the identity of a provider; nothing happens when there is none. What is left to sign
 * in by must still be there when it ends.
 *
 * @throws AppError `auth.last_way_in`
 */
export async function unlinkIdentity(
  ctx: Context<SessionCaller>,
  provider: IdentityProvider,
): Promise<undefined> {
  const { userId } = ctx.caller;
  const unlink = async (round: number): Promise<undefined> => {
    requireRound(round);
    const [user, linked] = await getTogether([ownRead(userId), one(LinkedIdentities, { userId })], {
      consistent: true,
    });
    const identity = linked?.[provider];
    if (!user || !identity) return undefined;
    const otherwise = () => unlink(round + 1);
    const remains =
      (await passwordRemains<undefined>(userId, user.addressKey, otherwise)) ??
      (await passkeyRemains<undefined>(userId, otherwise));
    const other = remains ? undefined : otherProvider(linked, provider);
    if (!remains && !other) throw new AppError('auth.last_way_in');
    const unlinked = LinkedIdentities.patch({ userId })
      .remove([provider])
      .where((was, { eq, exists }) =>
        [
          eq(was[provider].identityKey, identity.identityKey),
          ...(other ? [exists(was[other])] : []),
        ].join(' AND '),
      );
    return ctx.commit<undefined>(
      [
        write(unlinked, { otherwise }),
        write(IdentityClaims.delete({ identityKey: identity.identityKey })),
        ...(remains ? [remains] : []),
      ],
      undefined,
    );
  };
  return unlink(1);
}

const otherProvider = (linked: Linked, provider: IdentityProvider) =>
  identityProviders.find((other) => other !== provider && linked[other]);
