import { accountSuspended, emailNotVerified, invalidCredentials } from '../../auth/errors.ts';
import { rememberSource } from '../../auth/known-sources.ts';
import type { RequestCaller } from '../../caller.ts';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { getTogether, one } from '../../model/read.ts';
import type { Write } from '../../model/write.ts';
import { accountRead } from '../accounts/authors.ts';
import { UserCounters } from '../accounts/user-counters.entity.ts';
import { type Counters, isBeingPurged, toOwnUserView, type User } from '../accounts/user-view.ts';
import type { LoginInput } from '../sessions/schema.ts';
import { beginSession } from '../sessions/sessions.ts';
import type { TotpFactor } from '../totp/totp.ts';
import { TotpFactors } from '../totp/totp-factors.entity.ts';
import { openChallenge } from './mfa-challenge.ts';
import type { LoginView, SignedInView } from './schema.ts';

/** What a sign-in looks at of the account that it is for. */
export interface Account {
  user: User;
  counters: Counters | null;
  totp: TotpFactor | null;
}

/** Reads what {@link completeSignIn} needs of an account; `undefined` when there is none. */
export async function readAccount(userId: string): Promise<Account | undefined> {
  const [user, counters, totp] = await getTogether(
    [accountRead(userId), one(UserCounters, { userId }), one(TotpFactors, { userId })],
    { consistent: true },
  );
  return user ? { user, counters, totp } : undefined;
}

export interface SignIn<Outcome> extends Account {
  /** The account is opened by `writes`. */
  isNew?: boolean;
  /** Of the user's sessions, when a sign-in in two steps began. */
  epoch?: number;
  device: LoginInput['device'];
  /** Of the password that proved it. */
  passwordMark?: string;
  /** What happens with the sign-in or not at all, such as spending what it was proved by. */
  writes?: readonly Write<Outcome>[];
}

/**
 * Signs in somebody who has proved that the account is theirs, or asks for their second factor: the
 * one end of every way to sign in. `more`: what the answer says besides.
 *
 * @throws AppError `auth.account_suspended` · `auth.email_not_verified`
 */
export async function completeSignIn<More extends object = Record<never, never>>(
  ctx: Context<RequestCaller>,
  proved: SignIn<LoginView & More> & { more?: More },
): Promise<LoginView & More> {
  const { user, totp, device, passwordMark, more, writes = [] } = proved;
  const toOutcome = (view: LoginView) => ({ ...view, ...(more as More) });
  if (totp?.state !== 'on') return signIn(ctx, proved, toOutcome);
  requireAdmitted(user);
  return openChallenge(ctx, { user, totp, device, passwordMark }, writes, toOutcome);
}

/**
 * Signs in somebody who has proved all that the account asks for.
 *
 * @throws AppError `auth.account_suspended` · `auth.email_not_verified`
 */
export async function signIn<Outcome = never>(
  ctx: Context<RequestCaller>,
  { user, counters, isNew, epoch, device, writes = [] }: SignIn<Outcome>,
  toOutcome: (view: SignedInView) => Outcome,
): Promise<Outcome> {
  requireAdmitted(user);
  const { source } = ctx.caller;
  const { addressKey, emailVerified } = user;
  // Whoever signed up with another's address gets no allowance of their own to guess by later.
  const remembered =
    addressKey && emailVerified ? [rememberSource(addressKey, source.ip, ctx.now)] : [];
  return beginSession(
    ctx,
    user,
    { device, source, isNew, epoch },
    [...writes, ...remembered],
    (begun) =>
      toOutcome({
        status: 'signed_in',
        ...begun.tokens,
        session: begun.session,
        user: toOwnUserView(begun.user, counters),
      }),
  );
}

function requireAdmitted(user: User): void {
  if (user.status === 'suspended') throw new AppError(accountSuspended);
  if (isBeingPurged(user)) throw new AppError(invalidCredentials);
  if (config.requireVerifiedEmail && !user.emailVerified) {
    throw new AppError(emailNotVerified);
  }
}
