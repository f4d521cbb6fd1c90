import { exists, type Otherwise, type Write } from '../../model/write.ts';
import { noBlock } from '../../relations/barrier.ts';
import { Follows } from '../../relations/follows.entity.ts';
import type { FoundPost } from './find-post.ts';

/**
 * The conditions by which a post that somebody was found to see is still theirs to see when what they
 * do with it is written: nobody blocks, and they follow where it takes that.
 */
export function staysInSight<Outcome = never>(
  viewerId: string,
  { post, author, standing }: FoundPost,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  if (standing.isAuthor) return [];
  const unblocked = noBlock(viewerId, author.userId, otherwise);
  if (post.visibility === 'public' && !author.isPrivate) return [unblocked];
  const follow = { followeeId: author.userId, followerId: viewerId };
  return [unblocked, exists(Follows, follow, otherwise)];
}
