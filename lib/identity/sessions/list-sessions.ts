import type { SessionCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import type { SessionView } from './schema.ts';
import { isLive, readSessions } from './session-roster.ts';
import { toSessionView } from './sessions.ts';

/** Where the caller is signed in, the latest sign-in first. */
export async function listSessions(
  ctx: Context<SessionCaller>,
  { limit, after }: PageRequest,
): Promise<Page<SessionView>> {
  const { userId, sessionId: currentId } = ctx.caller;
  const rest = (await readSessions(userId))
    .filter((session) => isLive(session, ctx.now))
    .filter(({ sessionId }) => after === undefined || sessionId < after)
    .reverse();
  const shown = rest.slice(0, limit);
  return {
    items: shown.map((session) => toSessionView(session, currentId)),
    nextCursor: rest.length > limit ? (shown.at(-1)?.sessionId ?? null) : null,
  };
}
