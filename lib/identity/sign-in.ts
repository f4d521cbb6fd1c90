import type { AnonymousCaller } from '../auth/caller.ts';
import { config } from '../config.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { getTogether, one } from '../model/read.ts';
import type { Write } from '../model/write.ts';
import { userRead } from './authors.ts';
import type { LoginInput, LoginView } from './schema.ts';
import { beginSession } from './sessions.ts';
import { UserCounters } from './user-counters.entity.ts';
import { type Counters, toOwnUserView, type User } from './user-view.ts';

/** What a sign-in looks at of the account that it is for. */
export interface Account {
  user: User;
  counters: Counters | null;
}

/** Reads what {@link completeSignIn} needs of an account; `undefined` when there is none. */
export async function readAccount(userId: string): Promise<Account | undefined> {
  const [user, counters] = await getTogether(
    [userRead(userId), one(UserCounters, UserCounters.get({ userId }))],
    { consistent: true },
  );
  return user ? { user, counters } : undefined;
}

export interface SignIn<More extends object> extends Account {
  /** The account is opened by `writes`. */
  isNew?: boolean;
  device: LoginInput['device'];
  /** What the answer says besides. */
  more?: More;
  /** What happens with the sign-in or not at all, such as spending what it was proved by. */
  writes?: readonly Write<LoginView & More>[];
}

/**
 * Signs in somebody who has proved that the account is theirs: the one end of every way to sign in.
 *
 * @throws AppError `auth.account_suspended` · `auth.email_not_verified`
 */
export async function completeSignIn<More extends object = Record<never, never>>(
  ctx: Context<AnonymousCaller>,
  { user, counters, isNew, device, more, writes = [] }: SignIn<More>,
): Promise<LoginView & More> {
  if (config.requireVerifiedEmail && !user.emailVerified) {
    throw new AppError('auth.email_not_verified');
  }
  const { ip: source } = ctx.caller.source;
  return beginSession<LoginView & More>(ctx, user, { device, source, isNew }, writes, (begun) => {
    const view: LoginView = {
      ...begun.tokens,
      session: begun.session,
      user: toOwnUserView(begun.user, counters),
    };
    return { ...view, ...(more as More) };
  });
}
