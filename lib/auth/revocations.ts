import { now } from '../clock.ts';
import { type Write, write } from '../model/write.ts';
import { asContainer } from '../trace.ts';
import { Revocations } from './revocations.entity.ts';
import { accessTokenSeconds } from './tokens.ts';

const keepMilliseconds = 3000;

let known: Promise<ReadonlySet<string>> | undefined;
let readAt = 0;

/**
 * Whether the access tokens of a session were revoked. A container asks the table at most once in
 * three seconds, so that a revocation holds everywhere within five.
 */
export async function isRevoked(sessionId: string): Promise<boolean> {
  const time = now().getTime();
  // A clock that was set back must not keep what was read before.
  if (!known || Math.abs(time - readAt) > keepMilliseconds) {
    readAt = time;
    known = readAll();
    known.catch(() => {
      known = undefined;
    });
  }
  return (await known).has(sessionId);
}

async function readAll(): Promise<ReadonlySet<string>> {
  const { data } = await asContainer(() =>
    Revocations.query.live({}).go({ pages: 'all', consistent: true }),
  );
  return new Set(data.flatMap(({ sessionIds }) => sessionIds));
}

/** The write that revokes a session's access tokens; goes with the write that ends the session. */
export function revokeSession(sessionId: string, at: Date): Write<never> {
  return revoke(sessionId, [sessionId], at);
}

/**
 * The write that revokes the access tokens of several sessions of a user; goes with the write that
 * ends them.
 *
 * @param change which change of the user's sessions it is: each has a number of its own.
 */
export function revokeSessionsOf(
  userId: string,
  change: number,
  sessionIds: readonly string[],
  at: Date,
): Write<never> {
  return revoke(`${userId}.${change}`, sessionIds, at);
}

function revoke(subject: string, sessionIds: readonly string[], at: Date): Write<never> {
  const expiresAt = Math.floor(at.getTime() / 1000) + accessTokenSeconds + 60;
  return write(Revocations.put({ subject, sessionIds: [...sessionIds], expiresAt }));
}
