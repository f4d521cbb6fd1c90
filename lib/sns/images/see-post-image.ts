import type { RequestCaller } from '../../caller.ts';
import type { StoredFile } from '../../files/library/file-view.ts';
import { userRead } from '../../identity/accounts/authors.ts';
import { getTogether } from '../../model/read.ts';
import { isThere, maySee } from '../posts/policy.ts';
import { postRead } from '../posts/reads.ts';
import { standingOf, standingReads } from '../posts/standing.ts';

/** Whether somebody may see a post of a file's owner, and the file is a picture in it. */
export async function isSeenInPost(
  caller: RequestCaller,
  { fileId, ownerId }: StoredFile,
  postId: string,
): Promise<boolean> {
  if (caller.kind !== 'user' || !caller.scopes.includes('posts:read')) return false;
  const viewerId = caller.userId;
  const [post, author, follow, barrier] = await getTogether(
    [postRead(postId), userRead(ownerId), ...standingReads(viewerId, ownerId)],
    { consistent: true },
  );
  return (
    author !== null &&
    isThere(post) &&
    post.authorId === ownerId &&
    Boolean(post.images?.some((image) => image.fileId === fileId)) &&
    maySee(post, author, standingOf(viewerId, ownerId, follow, barrier))
  );
}
