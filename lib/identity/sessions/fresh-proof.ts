import type { EntityItem } from 'electrodb';
import { tokenRefusal } from '../../auth/challenge.ts';
import { freshSignInRequired } from '../../auth/errors.ts';
import type { SessionCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { find, one } from '../../model/read.ts';
import { requireOwnPassword } from './own-password.ts';
import { Sessions } from './sessions.entity.ts';

/** How long after a sign-in something can be begun that lets in for longer than the sign-in itself. */
export const freshMilliseconds = 10 * 60_000;

/** Names the session of the caller, to be read together with others' items. */
export const ownSessionRead = ({ userId, sessionId }: SessionCaller) =>
  one(Sessions, { userId, sessionId });

/**
 * That somebody signed in within the last ten minutes: a refresh makes no session any fresher. An
 * access token that somebody else has found must give them nothing that outlives it.
 *
 * @throws AppError `auth.fresh_sign_in_required` · `auth.token_invalid` when the session has ended
 */
export function requireFreshSession(
  session: Pick<EntityItem<typeof Sessions>, 'createdAt'> | null,
  now: Date,
): void {
  if (!session) throw tokenRefusal();
  const since = now.getTime() - Date.parse(session.createdAt);
  if (since > freshMilliseconds) throw new AppError(freshSignInRequired);
}

/**
 * That whoever holds the session of the caller has just proved who they are: by the password, or as
 * they signed in within the last ten minutes.
 *
 * @throws AppError `auth.invalid_credentials` · `auth.fresh_sign_in_required` · `auth.token_invalid`
 */
export async function requireFreshProof(
  { caller, now }: Context<SessionCaller>,
  password?: string,
): Promise<void> {
  if (password !== undefined) {
    await requireOwnPassword(caller.userId, password);
    return;
  }
  const { userId, sessionId } = caller;
  const session = await find(Sessions, { userId, sessionId });
  requireFreshSession(session, now);
}
