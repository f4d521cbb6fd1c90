import type { SessionCaller, UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { write } from '../model/write.ts';
import type { Page, PageRequest } from '../schema/page.ts';
import { requireFreshProof } from './fresh-proof.ts';
import { challengeSeconds, newChallenge } from './passkey-challenge.ts';
import { PasskeyClaims } from './passkey-claims.entity.ts';
import { changeRing, credentialKey, type Passkey, readRing } from './passkey-ring.ts';
import type {
  PasskeyRegistrationOptionsInput,
  PasskeyRegistrationOptionsView,
  PasskeySignInOptionsView,
  PasskeyView,
} from './passkey-schema.ts';
import { relyingParty } from './relying-party.ts';
import { Users } from './users.entity.ts';
import { identityRemains, passwordRemains } from './ways-in.ts';

/** EdDSA, ES256 and RS256 (RFC 9053, RFC 8812): one of them every authenticator has. */
export const keyAlgorithms = [-8, -7, -257] as const;

const timeout = challengeSeconds * 1000;

/** What a passkey tells of whose it is, as its authenticator keeps it: base64url of the id. */
export const userHandleOf = (userId: string) => Buffer.from(userId).toString('base64url');

/**
 * What a browser needs to make a passkey for the caller.
 *
 * @throws AppError `auth.invalid_credentials` · `auth.fresh_sign_in_required` ·
 * `identity.user_not_found`
 */
export async function passkeyRegistrationOptions(
  ctx: Context<SessionCaller>,
  { password }: PasskeyRegistrationOptionsInput,
): Promise<PasskeyRegistrationOptionsView> {
  const { userId, sessionId } = ctx.caller;
  await requireFreshProof(ctx, password);
  const [{ data: user }, { passkeys }] = await Promise.all([
    Users.get({ userId }).go({ consistent: true }),
    readRing(userId),
  ]);
  if (!user) throw new AppError('identity.user_not_found');
  const { id, name } = relyingParty();
  return {
    challenge: await newChallenge({ kind: 'registration', userId, sessionId }, ctx.now),
    rp: { id, name },
    user: { id: userHandleOf(userId), name: user.email ?? user.handle, displayName: user.name },
    pubKeyCredParams: keyAlgorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout,
    attestation: 'none',
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    excludeCredentials: passkeys.map(({ credentialId }) => ({
      type: 'public-key',
      id: credentialId,
    })),
  };
}

/** What a browser needs to sign in by a passkey, whosever it is. */
export async function passkeySignInOptions({ now }: Context): Promise<PasskeySignInOptionsView> {
  return {
    challenge: await newChallenge({ kind: 'sign-in' }, now),
    rpId: relyingParty().id,
    timeout,
    userVerification: 'required',
    allowCredentials: [],
  };
}

export function toPasskeyView({ passkeyId, name, createdAt, lastUsedAt }: Passkey): PasskeyView {
  return { id: passkeyId, name, createdAt, ...(lastUsedAt !== undefined && { lastUsedAt }) };
}

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

/**
 * Ends sign-in by one of the caller's passkeys. What is left to sign in by must still be there then.
 *
 * @throws AppError `auth.passkey_not_found` · `auth.last_way_in`
 */
export async function deletePasskey(
  ctx: Context<SessionCaller>,
  passkeyId: string,
): Promise<undefined> {
  const { userId } = ctx.caller;
  const again = () => deletePasskey(ctx, passkeyId);
  const ring = await readRing(userId);
  const passkey = ring.passkeys.find((one) => one.passkeyId === passkeyId);
  if (!passkey) throw new AppError('auth.passkey_not_found');
  const others = ring.passkeys.filter((one) => one !== passkey);
  const { data: user } = await Users.get({ userId }).go({ consistent: true });
  const remains =
    others.length > 0
      ? undefined
      : ((await passwordRemains<undefined>(userId, user?.addressKey, again)) ??
        (await identityRemains<undefined>(userId, again)));
  if (others.length === 0 && !remains) throw new AppError('auth.last_way_in');
  return ctx.commit<undefined>(
    [
      changeRing(ring, others, again),
      write(PasskeyClaims.delete({ credentialKey: credentialKey(passkey.credentialId) })),
      ...(remains ? [remains] : []),
    ],
    undefined,
  );
}
