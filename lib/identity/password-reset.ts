import type { AnonymousCaller, SystemCaller } from '../auth/caller.ts';
import { identityProviders } from '../auth/identity-providers.ts';
import { renewAllowance } from '../auth/known-sources.ts';
import { hashPassword } from '../auth/password-hash.ts';
import { keyedHashes } from '../auth/seal.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import type { Mail } from '../mail/mail.ts';
import { sendMail } from '../mail/send-mail.ts';
import { getTogether, one } from '../model/read.ts';
import { check, condition, type Otherwise, type Write, write } from '../model/write.ts';
import { actOutside } from '../queue/outside-effect.ts';
import type { QueueDefinition } from '../queue/queue.ts';
import { AddressClaims } from './address-claims.entity.ts';
import { emptyApiKeyList } from './api-keys.ts';
import { accountRead } from './authors.ts';
import { IdentityClaims } from './identity-claims.entity.ts';
import { addressKey, tokenHash } from './keys.ts';
import { LinkedIdentities } from './linked-identities.entity.ts';
import { requestMail } from './mail-requests.ts';
import { passwordChangedMail, passwordResetMail } from './mails.ts';
import { endPasskeys } from './passkey-ring.ts';
import { Passkeys } from './passkeys.entity.ts';
import { passwordMark } from './password-mark.ts';
import { requireGoodPassword } from './password-policy.ts';
import { PasswordResets } from './password-resets.entity.ts';
import { setPassword } from './passwords.ts';
import type { ResetPasswordInput } from './schema.ts';
import { endSessions } from './session-roster.ts';
import { TotpFactors } from './totp-factors.entity.ts';
import type { User } from './user-view.ts';
import { Users } from './users.entity.ts';
import { markVerified } from './verified-address.ts';

const liveSeconds = 3600;
const undoSeconds = 24 * 3600;

/**
 * Asks for a mail with which a forgotten password is replaced. Whether the address is known makes no
 * difference that the caller could see.
 */
export async function requestPasswordReset(ctx: Context, email: string): Promise<undefined> {
  const { data: claim } = await AddressClaims.get({ addressKey: addressKey(email) }).go({
    consistent: true,
  });
  return ctx.commit([requestMail('password_reset', claim?.userId, ctx.now)], undefined);
}

/** Mails a user a link that replaces the password that they have now. */
export function mailPasswordReset(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  userId: string,
): Promise<void> {
  return mailReset(ctx, queue, userId, {
    seconds: liveSeconds,
    compose: ({ locale }, token) => passwordResetMail(locale, token),
  });
}

/**
 * Mails a user that their password was changed, what else signs in to their account, and a link that
 * replaces the password with this mark by another. The next change comes with a link of its own, and
 * ends this one.
 */
export async function mailPasswordChanged(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  { userId, mark: replaces }: { userId: string; mark: string },
): Promise<void> {
  const otherWays = await otherWaysIn(userId);
  return mailReset(ctx, queue, userId, {
    replaces,
    seconds: undoSeconds,
    compose: ({ locale, timeZone }, token) =>
      passwordChangedMail(locale, token, { ...otherWays, timeZone }),
  });
}

/** By what a user signs in beside the password, and since when. */
async function otherWaysIn(userId: string) {
  const [linked, ring] = await getTogether(
    [one(LinkedIdentities, { userId }), one(Passkeys, { userId })],
    { consistent: true },
  );
  return {
    identities: identityProviders.flatMap((provider) => {
      const linkedAt = linked?.[provider]?.linkedAt;
      return linkedAt === undefined ? [] : [{ provider, since: new Date(linkedAt) }];
    }),
    passkeys: (ring?.passkeys ?? []).map(({ createdAt }) => ({ since: new Date(createdAt) })),
  };
}

interface ResetMail {
  /** Mark of the password that the link replaces; of the present one when left out. */
  replaces?: string;
  seconds: number;
  compose: (user: User, token: string) => Mail;
}

async function mailReset(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  userId: string,
  { replaces, seconds, compose }: ResetMail,
): Promise<void> {
  const { data: user } = await Users.get({ userId }).go({ consistent: true });
  if (user?.email === undefined || user.addressKey === undefined) return;
  const { email, addressKey: address } = user;
  const { data: claim } = await AddressClaims.get({ addressKey: address }).go({ consistent: true });
  if (claim?.userId !== userId) return;
  const [token = ''] = await keyedHashes('password-reset', ctx.requestId);
  const reset: Write<never> = write(
    PasswordResets.put({
      tokenHash: tokenHash(token),
      userId,
      addressKey: address,
      replaces: replaces ?? passwordMark(claim),
      expiresAt: Math.floor(ctx.now.getTime() / 1000) + seconds,
    }),
  );
  await actOutside(ctx, queue, () => sendMail(email, compose(user, token)), [reset]);
}

/**
 * Sets another password by a token that was mailed, which verifies the address as well, and ends all
 * sessions and API keys. Whoever had the account while the address was not verified may not have been its owner:
 * nothing else that signs in to it stays then.
 *
 * @throws AppError `auth.reset_token_invalid` when it is used, expired, void or unknown ·
 * `request.invalid` for a bad password
 */
export async function resetPassword(
  ctx: Context<AnonymousCaller>,
  input: ResetPasswordInput,
): Promise<undefined> {
  const key = { tokenHash: tokenHash(input.token) };
  const otherwise = 'auth.reset_token_invalid';
  const { data: reset } = await PasswordResets.get(key).go({ consistent: true });
  if (!reset || reset.expiresAt * 1000 <= ctx.now.getTime()) throw new AppError(otherwise);
  const { userId, addressKey: address, replaces } = reset;
  const [user, claim] = await getTogether(
    [accountRead(userId), one(AddressClaims, { addressKey: address })],
    { consistent: true },
  );
  if (user?.email === undefined || user.addressKey !== address || claim?.userId !== userId) {
    throw new AppError(otherwise);
  }
  if (replaces !== passwordMark(claim)) throw new AppError(otherwise);
  const { email, name } = user;
  requireGoodPassword(input.newPassword, { email, name }, 'newPassword');
  const passwordHash = await hashPassword(input.newPassword);
  const again = () => resetPassword(ctx, input);
  return ctx.commit<undefined>(
    [
      write(PasswordResets.remove(key), { otherwise }),
      setPassword(claim, passwordHash, again),
      renewAllowance(address, ctx.caller.source.ip, ctx.now),
      ...(user.emailVerified ? [endKeys(userId, address, again)] : await takeOver(user, again)),
      emptyApiKeyList(userId),
      ...(await endSessions(userId, { now: ctx.now, otherwise: again })),
    ],
    undefined,
  );
}

/** The write that ends the API keys of an account whose address is verified; refused when it is not. */
function endKeys(userId: string, address: string, otherwise: Otherwise<undefined>) {
  const ended = Users.patch({ userId })
    .add({ apiKeyEpoch: 1 })
    .where((is, { eq }) => `${eq(is.addressKey, address)} AND ${eq(is.emailVerified, true)}`);
  return write(ended, { otherwise });
}

/** The writes that verify an address, and end all by which others could sign in to its account. */
async function takeOver(user: User, otherwise: Otherwise<undefined>): Promise<Write<undefined>[]> {
  const { userId } = user;
  const { data: linked } = await LinkedIdentities.get({ userId }).go({ consistent: true });
  const identities = identityProviders.flatMap((provider) => {
    const identityKey = linked?.[provider]?.identityKey;
    return identityKey === undefined ? [] : [{ provider, identityKey }];
  });
  const unlinked = LinkedIdentities.patch({ userId })
    .remove(identities.map(({ provider }) => provider))
    .where((was, { eq, notExists }) =>
      identityProviders
        .map((provider) => {
          const identity = identities.find((one) => one.provider === provider);
          return identity
            ? eq(was[provider].identityKey, identity.identityKey)
            : notExists(was[provider]);
        })
        .join(' AND '),
    );
  const noneLinked = check(LinkedIdentities, { userId }).where((was, { notExists }) =>
    identityProviders.map((provider) => notExists(was[provider])).join(' AND '),
  );
  return [
    ...(await markVerified<undefined>(user, otherwise, { apiKeyEpoch: 1 })),
    identities.length > 0 ? write(unlinked, { otherwise }) : condition(noneLinked, { otherwise }),
    ...identities.map(({ identityKey }) =>
      write<undefined>(IdentityClaims.delete({ identityKey })),
    ),
    ...(await endPasskeys(userId, otherwise)),
    write(TotpFactors.delete({ userId })),
  ];
}
