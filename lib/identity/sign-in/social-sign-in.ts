import { anotherIdentityLinked, invalidCredentials } from '../../auth/errors.ts';
import { type ProvenIdentity, verifyIdToken } from '../../auth/id-tokens.ts';
import type { AnonymousCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { getGroups, getTogether, one } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { unchanged } from '../../model/write.ts';
import type { IdentityProvider } from '../../schema/identity-providers.ts';
import { address } from '../accounts/address.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { accountRead } from '../accounts/authors.ts';
import { FirstAccount } from '../accounts/first-account.entity.ts';
import { HandleClaims } from '../accounts/handle-claims.entity.ts';
import { addressKey, handleKey, identityKey } from '../accounts/keys.ts';
import { LinkedIdentities } from '../accounts/linked-identities.entity.ts';
import { handleOf, nameOfNobody } from '../accounts/profile-defaults.ts';
import { name as nameSchema } from '../profiles/schema.ts';
import { IdentityClaims } from '../social/identity-claims.entity.ts';
import { linkWrites, toLinkedIdentity } from '../social/linked-identity.ts';
import { newAccount } from './new-account.ts';
import type { SocialSignInInput, SocialSignInView } from './schema.ts';
import { completeSignIn, readAccount } from './sign-in.ts';

interface Attempt {
  identity: ProvenIdentity;
  device: SocialSignInInput['device'];
  /** The identity's address, when its issuer has verified it and it is one. */
  verified: { email: string; key: string } | undefined;
  /** Somebody else has changed what was read. */
  again: () => Promise<SocialSignInView>;
}

type More = Pick<SocialSignInView, 'isNewUser'>;
type SocialContext = Context<AnonymousCaller>;

/**
 * Signs in whom an issuer has identified: to the account of that identity, to that of an address which
 * both the issuer and we have verified, or to a new one.
 *
 * An address that its issuer has not verified, or none, opens an account without an address: it
 * cannot take what may be somebody else's. An address that is verified here only by the issuer, and
 * taken by an account that never verified it, goes over to the new account, with the password that
 * stood with it: whoever signed up with another's address to wait for its owner keeps an empty shell
 * and not one way into what the owner does from now on. To sign the owner in to that account, even
 * with the password changed, would leave the other in with sessions, keys and identities; to refuse
 * would let anybody bar an address.
 *
 * @throws AppError `auth.id_token_invalid` · `auth.provider_not_set_up` · `auth.account_suspended` ·
 * `auth.email_not_verified` · `auth.another_identity_linked` · `auth.invalid_credentials` when the
 * account goes meanwhile
 */
export async function socialSignIn(
  ctx: SocialContext,
  provider: IdentityProvider,
  { idToken, device }: SocialSignInInput,
): Promise<SocialSignInView> {
  const identity = await verifyIdToken(provider, idToken, ctx.now);
  const verified = verifiedAddress(identity);
  return retry((again) => attempt(ctx, { identity, device, verified, again }));
}

function verifiedAddress({ email, emailVerified }: ProvenIdentity): Attempt['verified'] {
  const parsed = emailVerified ? address.safeParse(email) : undefined;
  return parsed?.success ? { email: parsed.data, key: addressKey(parsed.data) } : undefined;
}

async function attempt(ctx: SocialContext, asked: Attempt): Promise<SocialSignInView> {
  const { identity, verified } = asked;
  const { identityClaims, addressClaims } = await getGroups(
    {
      identityClaims: [one(IdentityClaims, { identityKey: identityKey(identity) })],
      addressClaims: verified ? [one(AddressClaims, { addressKey: verified.key })] : [],
    },
    { consistent: true },
  );
  const [claim] = identityClaims;
  const [addressClaim] = addressClaims;
  if (claim) return signInTo(ctx, claim.userId, asked);
  if (!addressClaim || !verified) return openAccount(ctx, asked);
  const [owner, linked] = await getTogether(
    [accountRead(addressClaim.userId), one(LinkedIdentities, { userId: addressClaim.userId })],
    { consistent: true },
  );
  if (!owner?.emailVerified) return openAccount(ctx, asked, addressClaim.userId);
  if (linked?.[identity.provider]) throw new AppError(anotherIdentityLinked);
  return merge(ctx, owner.userId, verified.key, asked);
}

async function signInTo(
  ctx: SocialContext,
  userId: string,
  asked: Attempt,
): Promise<SocialSignInView> {
  const { identity, device, again } = asked;
  const account = await readAccount(userId);
  if (!account) throw new AppError(invalidCredentials);
  // An identity that is unlinked meanwhile signs in to nothing any more.
  const linked = { identityKey: identityKey(identity) };
  return completeSignIn<More>(ctx, {
    ...account,
    device,
    more: { isNewUser: false },
    writes: [unchanged(IdentityClaims, linked, { userId }, again)],
  });
}

/** Signs in to the account of an address, and links the identity to it. */
async function merge(
  ctx: SocialContext,
  userId: string,
  key: string,
  asked: Attempt,
): Promise<SocialSignInView> {
  const account = await readAccount(userId);
  const { identity, device, again } = asked;
  if (!account) return again();
  // What was verified stays so for as long as it is this account's.
  const hasAddress = unchanged(AddressClaims, { addressKey: key }, { userId }, again);
  const linked = toLinkedIdentity(identity, ctx.now);
  // Nobody changes an account by the first of its two factors: then the identity is not linked, and
  // the address finds the account again the next time.
  const links =
    account.totp?.state === 'on' ? [] : linkWrites(userId, identity.provider, linked, again);
  return completeSignIn<More>(ctx, {
    ...account,
    device,
    more: { isNewUser: false },
    writes: [...links, hasAddress],
  });
}

async function openAccount(
  ctx: SocialContext,
  asked: Attempt,
  takenFrom?: string,
): Promise<SocialSignInView> {
  const { identity, verified, device, again } = asked;
  // Providers take direction marks in names; what is left without them is the same name.
  const parsed = nameSchema.safeParse(identity.name?.replace(/\p{Bidi_Control}/gu, ''));
  const name = parsed.success ? parsed.data : nameOfNobody;
  const wanted = handleOf(name, { unique: false });
  const [handleOwner, first] = await getTogether(
    [one(HandleClaims, { handleKey: handleKey(wanted) }), one(FirstAccount, {})],
    { consistent: true },
  );
  const { writes, ...account } = newAccount(
    {
      name,
      handle: handleOwner ? handleOf(name, { unique: true }) : wanted,
      isFirst: !first,
      ...(verified && { address: { ...verified, isVerified: true, takenFrom } }),
    },
    { address: again, handle: again, first: again },
    ctx.now,
  );
  const { provider } = identity;
  const linked = toLinkedIdentity(identity, ctx.now);
  return completeSignIn<More>(ctx, {
    ...account,
    isNew: true,
    device,
    more: { isNewUser: true },
    writes: [...linkWrites(account.user.userId, provider, linked, again), ...writes],
  });
}
