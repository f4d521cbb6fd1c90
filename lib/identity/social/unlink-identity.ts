import { lastWayIn } from '../../auth/errors.ts';
import type { SessionCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { getTogether, one } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { write, writeIf } from '../../model/write.ts';
import { type IdentityProvider, identityProviders } from '../../schema/identity-providers.ts';
import { ownRead } from '../accounts/authors.ts';
import { LinkedIdentities } from '../accounts/linked-identities.entity.ts';
import { passkeyRemains, passwordRemains } from '../accounts/ways-in.ts';
import type { Linked } from './identities.ts';
import { IdentityClaims } from './identity-claims.entity.ts';

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
  return retry(async (again) => {
    const [user, linked] = await getTogether([ownRead(userId), one(LinkedIdentities, { userId })], {
      consistent: true,
    });
    const identity = linked?.[provider];
    if (!user || !identity) return undefined;
    const remains =
      (await passwordRemains(userId, user.addressKey, again)) ??
      (await passkeyRemains(userId, again));
    const other = remains ? undefined : otherProvider(linked, provider);
    if (!remains && !other) throw new AppError(lastWayIn);
    const unlinked = LinkedIdentities.patch({ userId })
      .remove([provider])
      .where((was, { eq, exists }) =>
        [
          eq(was[provider].identityKey, identity.identityKey),
          ...(other ? [exists(was[other])] : []),
        ].join(' AND '),
      );
    return ctx.commit(
      [
        writeIf(unlinked, again),
        write(IdentityClaims.delete({ identityKey: identity.identityKey })),
        ...(remains ? [remains] : []),
      ],
      undefined,
    );
  });
}

const otherProvider = (linked: Linked, provider: IdentityProvider) =>
  identityProviders.find((other) => other !== provider && linked[other]);
