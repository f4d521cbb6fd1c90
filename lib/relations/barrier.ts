import type { EntityItem } from 'electrodb';
import { check, condition, type Otherwise, type Write, writeIf } from '../model/write.ts';
import { Barriers } from './barriers.entity.ts';

export type Barrier = EntityItem<typeof Barriers>;

/** What stands between two users, as one of them sees it. */
export interface BarrierView {
  /** They block the other. */
  blocking: boolean;
  /** The other blocks them. */
  isBlocked: boolean;
  muting: boolean;
}

type Side = 'lower' | 'higher';

type Sides = NonNullable<Barrier['blockedBy']>;

/** Key of what stands between two users, whichever of them asks. */
export const barrierKey = (one: string, other: string) =>
  one < other ? { lowerId: one, higherId: other } : { lowerId: other, higherId: one };

const sideOf = (userId: string, otherId: string): Side => (userId < otherId ? 'lower' : 'higher');

const opposite = (side: Side): Side => (side === 'lower' ? 'higher' : 'lower');

export function barrierSeenBy(
  userId: string,
  otherId: string,
  barrier: Barrier | null,
): BarrierView {
  const side = sideOf(userId, otherId);
  const { blockedBy, mutedBy } = barrier ?? {};
  const has = (sides: Sides | undefined, one: Side) => sides === one || sides === 'both';
  return {
    blocking: has(blockedBy, side),
    isBlocked: has(blockedBy, opposite(side)),
    muting: has(mutedBy, side),
  };
}

/** Whether somebody blocks somebody. */
export const hasBlock = (barrier: Barrier | null | undefined) => barrier?.blockedBy !== undefined;

/** What is to stand between a user and another: only what the user decides. */
export type BarrierChange = Partial<Pick<BarrierView, 'blocking' | 'muting'>>;

/**
 * The write by which `userId` changes what stands between them and `otherId`; refused when that is
 * not as it was read any more.
 */
export function barrierChange<Outcome = never>(
  userId: string,
  otherId: string,
  before: Barrier | null,
  change: BarrierChange,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  const side = sideOf(userId, otherId);
  const theirs = barrierSeenBy(otherId, userId, before);
  const { blocking, muting } = { ...barrierSeenBy(userId, otherId, before), ...change };
  const key = barrierKey(userId, otherId);
  const after: Barrier = { ...key };
  const sidesOf = (own: boolean, other: boolean): Sides =>
    own && other ? 'both' : own ? side : opposite(side);
  if (blocking || theirs.blocking) after.blockedBy = sidesOf(blocking, theirs.blocking);
  if (muting || theirs.muting) after.mutedBy = sidesOf(muting, theirs.muting);
  if (!before) return writeIf(Barriers.create(after), otherwise);
  const isEmpty = !after.blockedBy && !after.mutedBy;
  return writeIf(
    isEmpty ? removal(key).where(asItWas(before)) : replacement(after).where(asItWas(before)),
    otherwise,
  );
}

const removal = (key: ReturnType<typeof barrierKey>) => Barriers.remove(key);
const replacement = (after: Barrier) => Barriers.put(after);

type Condition = Parameters<ReturnType<typeof removal>['where']>[0];

const asItWas =
  ({ blockedBy, mutedBy }: Barrier): Condition =>
  (is, { eq, exists, notExists }) =>
    [
      exists(is.lowerId),
      blockedBy ? eq(is.blockedBy, blockedBy) : notExists(is.blockedBy),
      mutedBy ? eq(is.mutedBy, mutedBy) : notExists(is.mutedBy),
    ].join(' AND ');

/** The condition that neither of two users blocks the other. */
export function noBlock<Outcome = never>(
  one: string,
  other: string,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  return condition(
    check(Barriers, barrierKey(one, other)).where(({ blockedBy }, { notExists }) =>
      notExists(blockedBy),
    ),
    otherwise,
  );
}
