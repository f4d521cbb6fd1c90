import { resetTokenInvalid } from '../../auth/errors.ts';
import { renewAllowance } from '../../auth/known-sources.ts';
import type { AnonymousCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { hashPassword } from '../../crypto/password-hash.ts';
import { AppError } from '../../errors/app-error.ts';
import { find, getTogether, one } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { check, condition, type Otherwise, type Write, write, writeIf } from '../../model/write.ts';
import { identityProviders } from '../../schema/identity-providers.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { accountRead } from '../accounts/authors.ts';
import { tokenHash } from '../accounts/keys.ts';
import { LinkedIdentities } from '../accounts/linked-identities.entity.ts';
import { passwordMark } from '../accounts/password-mark.ts';
import type { User } from '../accounts/user-view.ts';
import { Users } from '../accounts/users.entity.ts';
import { markVerified } from '../accounts/verified-address.ts';
import { emptyApiKeyList } from '../api-keys/api-keys.ts';
import { endPasskeys } from '../passkeys/passkey-ring.ts';
import { requireGoodPassword } from '../passwords/password-policy.ts';
import { setPassword } from '../passwords/passwords.ts';
import { endSessions } from '../sessions/session-roster.ts';
import { IdentityClaims } from '../social/identity-claims.entity.ts';
import { TotpFactors } from '../totp/totp-factors.entity.ts';
import { PasswordResets } from './password-resets.entity.ts';
import type { ResetPasswordInput } from './schema.ts';

/**
 * Sets another password by a token that was mailed, which verifies the address as well, and ends all
 * sessions and API keys. Whoever had the account while the address was not verified may not have been its owner:
 * nothing else that signs in to it stays then.
 *
 * @throws AppError `auth.reset_token_invalid` when it is used, expired, void or unknown ·
 * `request.invalid` for a bad password
 */
export function resetPassword(
  ctx: Context<AnonymousCaller>,
  input: ResetPasswordInput,
): Promise<undefined> {
  return retry(async (again) => {
    const key = { tokenHash: tokenHash(input.token) };
    const otherwise = resetTokenInvalid;
    const reset = await find(PasswordResets, key);
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

    return ctx.commit(
      [
        writeIf(PasswordResets.remove(key), otherwise),
        setPassword(claim, passwordHash, again),
        renewAllowance(address, ctx.caller.source.ip, ctx.now),
        ...(user.emailVerified ? [endKeys(userId, address, again)] : await takeOver(user, again)),
        emptyApiKeyList(userId),
        ...(await endSessions(userId, { now: ctx.now, otherwise: again })),
      ],
      undefined,
    );
  });
}

/** The write that ends the API keys of an account whose address is verified; refused when it is not. */
function endKeys(userId: string, address: string, otherwise: Otherwise<undefined>) {
  const ended = Users.patch({ userId })
    .add({ apiKeyEpoch: 1 })
    .where((is, { eq }) => `${eq(is.addressKey, address)} AND ${eq(is.emailVerified, true)}`);
  return writeIf(ended, otherwise);
}

/** The writes that verify an address, and end all by which others could sign in to its account. */
async function takeOver(user: User, otherwise: Otherwise<undefined>): Promise<Write<undefined>[]> {
  const { userId } = user;
  const linked = await find(LinkedIdentities, { userId });
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
    ...(await markVerified(user, otherwise, { apiKeyEpoch: 1 })),
    identities.length > 0 ? writeIf(unlinked, otherwise) : condition(noneLinked, otherwise),
    ...identities.map(({ identityKey }) => write(IdentityClaims.delete({ identityKey }))),
    ...(await endPasskeys(userId, otherwise)),
    write(TotpFactors.delete({ userId })),
  ];
}
