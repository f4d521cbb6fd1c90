import type { SessionCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { requireOwnPassword } from './own-password.ts';
import { Sessions } from './sessions.entity.ts';

const freshMilliseconds = 10 * 60_000;

/**
 * That whoever holds the session of the caller has just proved who they are: by the password, or as
 * they signed in within the last ten minutes.
 *
 * @throws AppError `auth.invalid_credentials` · `auth.fresh_sign_in_required`
 */
export async function requireFreshProof(
  { caller, now }: Context<SessionCaller>,
  password?: string,
): Promise<void> {
  const { userId, sessionId } = caller;
  if (password !== undefined) {
    await requireOwnPassword(userId, password);
    return;
  }
  const { data: session } = await Sessions.get({ userId, sessionId }).go({ consistent: true });
  const since = session ? now.getTime() - Date.parse(session.createdAt) : Number.POSITIVE_INFINITY;
  if (since > freshMilliseconds) throw new AppError('auth.fresh_sign_in_required');
}
