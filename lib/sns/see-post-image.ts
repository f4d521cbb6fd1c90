import type { RequestCaller } from '../auth/caller.ts';
import { userRead } from '../identity/authors.ts';
import { getTogether } from '../model/read.ts';
import { isThere, maySee } from './policy.ts';
import { postRead } from './reads.ts';
import { standingOf, standingReads } from './standing.ts';

/** Whether somebody may see a post that one of its author's pictures is in. */
export async function isSeenInPost(
  caller: RequestCaller,
  { fileId, ownerId, postIds = [] }: { fileId: string; ownerId: string; postIds?: string[] },
): Promise<boolean> {
  if (caller.kind !== 'user' || !caller.scopes.includes('posts:read') || postIds.length === 0) {
    return false;
  }
  const viewerId = caller.userId;
  const [author, follow, barrier, ...posts] = await getTogether(
    [userRead(ownerId), ...standingReads(viewerId, ownerId), ...postIds.map(postRead)],
    { consistent: true },
  );
  if (!author) return false;
  const standing = standingOf(viewerId, ownerId, follow, barrier);
  return posts.some(
    (post) =>
      isThere(post) &&
      post.images?.some((image) => image.fileId === fileId) &&
      maySee(post, author, standing),
  );
}
