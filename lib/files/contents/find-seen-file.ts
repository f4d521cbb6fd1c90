import { scopeRefusal } from '../../auth/challenge.ts';
import type { RequestCaller } from '../../caller.ts';
import { AppError } from '../../errors/app-error.ts';
import { isSeenInPost } from '../../sns/images/see-post-image.ts';
import { fileNotFound } from '../errors.ts';
import type { StoredFile } from '../library/file-view.ts';
import { isOwner, isPublished, isReader, readFile } from '../library/find-file.ts';

/** How far somebody may see the content of a file. */
type Sight = 'whole' | 'renditions';

/**
 * A file of which the caller may see at least something: what is in a post is seen by who may see the
 * post, without what the original tells beside its pixels.
 *
 * @param postId The post in which the caller has found it.
 * @throws AppError `files.file_not_found` · `auth.scope_missing` for the owner by credentials that give
 *   no contents
 */
export async function findSeenFile(
  caller: RequestCaller,
  fileId: string,
  postId: string | undefined,
): Promise<{ file: StoredFile; sight: Sight }> {
  const file = await readFile(fileId);
  if (file && (isReader(caller, file) || (await isPublished(file)))) {
    return { file, sight: 'whole' };
  }
  if (file && postId && (await isSeenInPost(caller, file, postId))) {
    return { file, sight: 'renditions' };
  }
  if (file && isOwner(caller, file)) throw scopeRefusal('files:read');
  throw new AppError(fileNotFound);
}
