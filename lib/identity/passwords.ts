import type { EntityItem } from 'electrodb';
import type { SessionCaller } from '../auth/caller.ts';
import { hashPassword, verifyPassword } from '../auth/password-hash.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { check, condition, type Otherwise, type Write, write } from '../model/write.ts';
import { AddressClaims } from './address-claims.entity.ts';
import { passwordMark } from './password-mark.ts';
import { requireGoodPassword } from './password-policy.ts';
import type { ChangePasswordInput } from './schema.ts';
import { endSessions } from './session-roster.ts';
import { Users } from './users.entity.ts';

type AddressClaim = EntityItem<typeof AddressClaims>;

/**
 * The condition that the password which was verified is still the one: a sign-in that began before it
 * was changed must not end after.
 */
export function passwordIs<Outcome = never>(
  { addressKey, passwordHash }: AddressClaim,
  otherwise: Otherwise<Outcome> = 'auth.invalid_credentials',
): Write<Outcome> {
  const same = check(AddressClaims, { addressKey }).where((claim, { eq }) =>
    eq(claim.passwordHash, passwordHash),
  );
  return condition(same, { otherwise });
}

/** The write that puts another password in the place of the one in `claim`. */
export function setPassword<Outcome>(
  claim: AddressClaim,
  passwordHash: string,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  return replaceHash(claim, { passwordHash }, otherwise);
}

/** The write that keeps an imported password as ours are kept, once its owner has told it. */
export function rehash<Outcome>(
  claim: AddressClaim,
  passwordHash: string,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  return replaceHash(claim, { passwordHash, importedMark: passwordMark(claim) }, otherwise);
}

function replaceHash<Outcome>(
  { addressKey, userId, passwordHash: old, prehash, importedMark }: AddressClaim,
  values: { passwordHash: string; importedMark?: string },
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  const gone = [
    ...(prehash ? (['prehash', 'prehashScheme', 'prehashCost'] as const) : []),
    ...(importedMark ? (['importedMark'] as const) : []),
  ];
  const change = AddressClaims.patch({ addressKey })
    .set(values)
    .remove(gone)
    .where((claim, { eq, notExists }) => {
      const isOld = old === undefined ? notExists(claim.passwordHash) : eq(claim.passwordHash, old);
      return `${eq(claim.userId, userId)} AND ${isOld}`;
    });
  return write(change, { otherwise });
}

/**
 * Sets another password and ends the caller's other sessions.
 *
 * @throws AppError `auth.invalid_credentials` when `currentPassword` is not the password ·
 * `request.invalid` for a bad new one · `identity.user_not_found`
 */
export async function changePassword(
  ctx: Context<SessionCaller>,
  { currentPassword, newPassword }: ChangePasswordInput,
): Promise<undefined> {
  const { caller, now } = ctx;
  const { userId, sessionId: but } = caller;
  const { data: user } = await Users.get({ userId }).go({ consistent: true });
  if (!user) throw new AppError('identity.user_not_found');
  const { email, addressKey, name } = user;
  if (email === undefined || addressKey === undefined) {
    throw new AppError('auth.invalid_credentials');
  }
  requireGoodPassword(newPassword, { email, name }, 'newPassword');
  const { data: claim } = await AddressClaims.get({ addressKey }).go({ consistent: true });
  const isRight = await verifyPassword(currentPassword, claim);
  if (!claim || !isRight) throw new AppError('auth.invalid_credentials');
  const passwordHash = await hashPassword(newPassword);
  const commit = async (): Promise<undefined> =>
    ctx.commit<undefined>(
      [
        setPassword(claim, passwordHash, 'auth.invalid_credentials'),
        ...(await endSessions(userId, { but, now, otherwise: commit })),
      ],
      undefined,
    );
  return commit();
}
