import { knowSource, rememberSource } from '../../auth/known-sources.ts';
import type { RequestCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import type { Write } from '../../model/write.ts';
import { isLive, readSessions } from './session-roster.ts';

/**
 * The writes that keep from where the owner of an address is known once it is verified: where they are
 * signed in, and where they verify it.
 */
export async function sourcesOfVerified(
  { caller, now }: Context<RequestCaller>,
  userId: string,
  addressKey: string,
): Promise<Write<never>[]> {
  const sessions = await readSessions(userId);
  const signedIn = new Set(
    sessions.filter((session) => isLive(session, now)).map(({ source }) => source),
  );
  const here = caller.source.ip;
  return [
    ...[...signedIn].map((source) => rememberSource(addressKey, source, now)),
    ...(signedIn.has(here) ? [] : [knowSource(addressKey, here, now)]),
  ];
}
