import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { endSessions } from './session-roster.ts';

/** Signs the caller out everywhere. */

export async function logoutAll(ctx: Context<UserCaller>): Promise<undefined> {
  const { caller, now } = ctx;
  const otherwise = () => logoutAll(ctx);
  return ctx.commit(await endSessions(caller.userId, { now, otherwise }), undefined);
}
