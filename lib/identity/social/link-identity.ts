import { anotherIdentityLinked, identityTaken } from '../../auth/errors.ts';
import { verifyIdToken } from '../../auth/id-tokens.ts';
import type { SessionCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { getTogether, one } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import type { IdentityProvider } from '../../schema/identity-providers.ts';
import { identityKey } from '../accounts/keys.ts';
import { LinkedIdentities } from '../accounts/linked-identities.entity.ts';
import { ownSessionRead, requireFreshSession } from '../sessions/fresh-proof.ts';
import { sessionLives } from '../sessions/session-roster.ts';
import { toIdentityView } from './identities.ts';
import { IdentityClaims } from './identity-claims.entity.ts';
import { linkWrites, toLinkedIdentity } from './linked-identity.ts';
import type { IdentityView } from './schema.ts';

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
  return retry(async (again) => {
    const [session, claim, linked] = await getTogether(
      [
        ownSessionRead(ctx.caller),
        one(IdentityClaims, { identityKey: key }),
        one(LinkedIdentities, { userId }),
      ],
      { consistent: true },
    );
    requireFreshSession(session, ctx.now);
    if (claim && claim.userId !== userId) throw new AppError(identityTaken);
    const present = linked?.[provider];
    if (present?.identityKey === key) return toIdentityView(provider, present);
    if (present) throw new AppError(anotherIdentityLinked);
    const wanted = toLinkedIdentity(identity, ctx.now);
    return ctx.commit(
      [sessionLives(ctx.caller, ctx.now), ...linkWrites(userId, provider, wanted, again)],
      toIdentityView(provider, wanted),
    );
  });
}
