import type { UserCaller } from '../../caller.ts';
import type { StoredFile } from '../../files/library/file-view.ts';
import type { FileUse } from '../../files/uses.ts';
import { userRead } from '../../identity/accounts/authors.ts';
import { getTogether } from '../../model/read.ts';
import { isThere, maySee } from '../posts/policy.ts';
import { postRead } from '../posts/reads.ts';
import { standingOf, standingReads } from '../posts/standing.ts';

/** Whether somebody may see a post of a file's owner, and the file is a picture in it. */
async function isSeenInPost(
  caller: UserCaller,
  { fileId, ownerId }: StoredFile,
  postId: string | undefined,
): Promise<boolean> {
  if (postId === undefined || !caller.scopes.includes('posts:read')) return false;
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

/** Pictures in posts. */
export const postImageUse: FileUse = {
  sees: (caller, file, { post }) => isSeenInPost(caller, file, post),
};
