import { scopeRefusal } from '../../auth/challenge.ts';
import type { RequestCaller, UserCaller } from '../../caller.ts';
import { readMembership } from '../../companies/membership/membership.ts';
import { AppError } from '../../errors/app-error.ts';
import { fileNotFound } from '../errors.ts';
import { giveContents } from '../library/credentials.ts';
import type { StoredFile } from '../library/file-view.ts';
import { findWithStanding, isPublished } from '../library/find-file.ts';
import type { FileUse } from '../uses.ts';

/** How far somebody may see the content of a file. */
type Sight = 'whole' | 'renditions';

/**
 * A file of which the caller may see at least something: what is in a post is seen by who may see the
 * post, without what the original tells beside its pixels.
 *
 * @param place Where the caller has found it.
 * @throws AppError `files.file_not_found` · `auth.key_bound_to_company` · `auth.scope_missing` for whose
 *   file it is by credentials that give no contents
 */
export async function findSeenFile(
  caller: RequestCaller,
  uses: readonly FileUse[],
  fileId: string,
  place: Readonly<Record<string, string | undefined>>,
): Promise<{ file: StoredFile; sight: Sight }> {
  const { file, standing } = await findWithStanding(caller, fileId, readMembership);
  if ((standing && giveContents(caller)) || (await isPublished(file))) {
    return { file, sight: 'whole' };
  }
  if (caller.kind === 'user' && (await isSeenIn(uses, caller, file, place))) {
    return { file, sight: 'renditions' };
  }
  if (standing) throw scopeRefusal('files:read');
  throw new AppError(fileNotFound);
}

async function isSeenIn(
  uses: readonly FileUse[],
  caller: UserCaller,
  file: StoredFile,
  place: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  for (const use of uses) {
    if (await use.sees?.(caller, file, place)) return true;
  }
  return false;
}
