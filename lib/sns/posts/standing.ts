import { type Barrier, barrierSeenBy, hasBlock } from '../../relations/barrier.ts';
import { barrierRead, followRead } from '../../relations/reads.ts';
import type { Standing } from './policy.ts';

/** What {@link standingOf} takes, to be read together with other items. */
export const standingReads = (viewerId: string, authorId: string) =>
  [followRead(viewerId, authorId), barrierRead(viewerId, authorId)] as const;

/** How a viewer stands to an author. */
export function standingOf(
  viewerId: string,
  authorId: string,
  follow: object | null,
  barrier: Barrier | null,
): Standing {
  return {
    isAuthor: authorId === viewerId,
    isFollower: follow !== null,
    hasBlock: hasBlock(barrier),
    isMuting: barrierSeenBy(viewerId, authorId, barrier).muting,
  };
}
