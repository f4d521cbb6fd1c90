import type { SessionCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { endSession } from './session-roster.ts';
import { alreadyEnded } from './sessions.ts';

/** Signs the caller out where they are: refresh ends at once, access within five seconds. */
export async function logout(ctx: Context<SessionCaller>): Promise<undefined> {
  return ctx.commit(endSession(ctx.caller, ctx.now, alreadyEnded), undefined);
}
