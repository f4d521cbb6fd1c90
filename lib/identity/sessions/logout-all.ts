import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { retry } from '../../model/retry.ts';
import { endSessions } from './session-roster.ts';

/** Signs the caller out everywhere. */
export function logoutAll(ctx: Context<UserCaller>): Promise<undefined> {
  return retry(async (again) => {
    const { caller, now } = ctx;
    return ctx.commit(await endSessions(caller.userId, { now, otherwise: again }), undefined);
  });
}
