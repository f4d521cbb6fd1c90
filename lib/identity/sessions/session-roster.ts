import type { EntityItem } from 'electrodb';
import { tokenRefusal } from '../../auth/challenge.ts';
import { revokeSession, revokeSessionsOf } from '../../auth/revocations.ts';
import type { SessionCaller } from '../../caller.ts';
import { find } from '../../model/read.ts';
import {
  always,
  check,
  condition,
  type Otherwise,
  type Write,
  write,
  writeIf,
} from '../../model/write.ts';
import { SessionRosters } from './session-rosters.entity.ts';
import { Sessions } from './sessions.entity.ts';

export type Session = EntityItem<typeof Sessions>;

/** So many end in one transaction, of 100 items, beside what ends them. */
export const mostSessions = 50;

export const isLive = (session: Session, now: Date) => session.expiresAt * 1000 > now.getTime();

/** All sessions of a user, the oldest first; some may have been idle for too long. */
export async function readSessions(userId: string): Promise<Session[]> {
  const { data } = await Sessions.query.sessions({ userId }).go({ consistent: true, pages: 'all' });
  return data;
}

interface Roster {
  userId: string;
  sessionIds: readonly string[];
  firstSessionId: string | undefined;
  /** 0 before the first sign-in. */
  version: number;
  epoch: number;
}

async function readRoster(userId: string): Promise<Roster> {
  const roster = await find(SessionRosters, { userId });
  const { sessionIds = [], firstSessionId, version = 0, epoch = 0 } = roster ?? {};
  return { userId, sessionIds, firstSessionId, version, epoch };
}

/** How often all sessions of a user have been ended; a sign-in in two steps ends as it began. */
export const readSessionEpoch = async (userId: string): Promise<number> =>
  (await readRoster(userId)).epoch;

/**
 * The write that enters a session that begins; refused when there is no room.
 *
 * @param epoch in which the sign-in began, where that was in an earlier call; refused in a later one.
 */
export function enterSession<Outcome = never>(
  { userId, sessionId }: Session,
  epoch: number | undefined,
  otherwise: Extract<Otherwise<Outcome>, (existing: never) => unknown>,
): Write<Outcome> {
  const entry = SessionRosters.update({ userId })
    .add({ version: 1, sessionIds: [sessionId] })
    .data((roster, { ifNotExists }) => ifNotExists(roster.firstSessionId, sessionId))
    .where((roster, { eq, notExists, size, escape: value }) => {
      const hasRoom = `(${notExists(roster.sessionIds)} OR ${size(roster.sessionIds)} < ${value(mostSessions)})`;
      if (epoch === undefined) return hasRoom;
      const isSame = epoch === 0 ? notExists(roster.epoch) : eq(roster.epoch, epoch);
      return `${hasRoom} AND ${isSame}`;
    });
  return writeIf(entry, (item) => {
    const roster = item && SessionRosters.parse({ Item: item }).data;
    requireEpoch(epoch, roster?.epoch ?? 0);
    return otherwise(item);
  });
}

function requireEpoch(epoch: number | undefined, present: number): void {
  if (epoch !== undefined && epoch !== present) throw tokenRefusal();
}

/** The writes that enter a session in the place of those that were used longest ago. */
export async function enterSessionForOldest<Outcome = never>(
  session: Session,
  epoch: number | undefined,
  now: Date,
  otherwise: Otherwise<Outcome>,
): Promise<Write<Outcome>[]> {
  const { userId, sessionId } = session;
  const roster = await readRoster(userId);
  requireEpoch(epoch, roster.epoch);
  const live = (await readSessions(userId)).filter((other) => isLive(other, now));
  const kept = new Set(
    live
      .sort((one, other) => (one.lastUsedAt < other.lastUsedAt ? 1 : -1))
      .slice(0, mostSessions - 1)
      .map((other) => other.sessionId),
  );
  const ended = roster.sessionIds.filter((id) => !kept.has(id));
  return changeRoster(roster, { ended, kept: [...kept, sessionId] }, now, otherwise);
}

/**
 * The writes that end all sessions of a user, or all but one: they go into the transaction that asks
 * for it, and are refused when a session begins meanwhile.
 */
export async function endSessions<Outcome = never>(
  userId: string,
  { but, now, otherwise }: { but?: string; now: Date; otherwise: Otherwise<Outcome> },
): Promise<Write<Outcome>[]> {
  const roster = await readRoster(userId);
  const ended = roster.sessionIds.filter((id) => id !== but);
  if (ended.length > 0) {
    const kept = roster.sessionIds.filter((id) => id === but);
    const next = { ...roster, epoch: roster.epoch + 1 };
    return changeRoster(next, { ended, kept }, now, otherwise);
  }
  // A repeat finds nothing to end, and changes nothing.
  const unchanged = check(SessionRosters, { userId }).where((is, operations) =>
    isVersion(is.version, roster.version, operations),
  );
  return [condition(unchanged, otherwise)];
}

/** @param roster with the version that it has and the epoch that it gets */
function changeRoster<Outcome = never>(
  { userId, firstSessionId, version, epoch }: Roster,
  { ended, kept }: { ended: readonly string[]; kept: readonly string[] },
  now: Date,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  const changed = SessionRosters.put({
    userId,
    version: version + 1,
    ...(firstSessionId !== undefined && { firstSessionId }),
    ...(epoch > 0 && { epoch }),
    ...(kept.length > 0 && { sessionIds: [...kept] }),
  }).where((is, operations) => isVersion(is.version, version, operations));
  return [
    writeIf(changed, otherwise),
    ...ended.map((sessionId) => write(Sessions.delete({ userId, sessionId }))),
    ...(ended.length > 0 ? [revokeSessionsOf(userId, version + 1, ended, now)] : []),
  ];
}

interface Operations<Name> {
  eq: (name: Name, value: number) => string;
  notExists: (name: Name) => string;
}

const isVersion = <Name>(name: Name, version: number, { eq, notExists }: Operations<Name>) =>
  version === 0 ? notExists(name) : eq(name, version);

/**
 * The condition that the session of a caller has not ended: an access token outlives it by seconds, in
 * which nothing may begin that would outlive both.
 */
export function sessionLives({ userId, sessionId }: SessionCaller, now: Date): Write<never> {
  const live = check(Sessions, { userId, sessionId }).where(({ expiresAt }, { gt }) =>
    gt(expiresAt, now.getTime() / 1000),
  );
  const otherwise = () => {
    throw tokenRefusal();
  };
  return condition(live, otherwise);
}

/** The writes that end one session; refused when it has ended. */
export function endSession<Outcome = never>(
  { userId, sessionId }: Pick<Session, 'userId' | 'sessionId'>,
  now: Date,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  const ending = Sessions.remove({ userId, sessionId }).where(({ expiresAt }, { gt }) =>
    gt(expiresAt, now.getTime() / 1000),
  );
  return [
    writeIf(ending, otherwise),
    write(
      always(
        SessionRosters.update({ userId })
          .add({ version: 1 })
          .delete({ sessionIds: [sessionId] }),
      ),
    ),
    revokeSession(sessionId, now),
  ];
}
