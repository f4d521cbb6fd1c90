import { sessionNotFound } from '../../auth/errors.ts';
import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { endSession } from './session-roster.ts';

/**
 * Signs the caller out on one device.
 *
 * @throws AppError `auth.session_not_found`, also for somebody else's
 */
export async function deleteSession(
  ctx: Context<UserCaller>,
  sessionId: string,
): Promise<undefined> {
  const { userId } = ctx.caller;
  return ctx.commit(endSession({ userId, sessionId }, ctx.now, sessionNotFound), undefined);
}
