import type { AnonymousCaller, UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { toFileView } from './file-view.ts';
import { findVisibleFile } from './find-file.ts';
import type { FileView } from './schema.ts';

/**
 * A file that the caller may see.
 *
 * @throws AppError `files.file_not_found` · `auth.key_bound_to_company`
 */
export async function getFile(
  { caller }: Context<UserCaller | AnonymousCaller>,
  fileId: string,
): Promise<FileView> {
  return toFileView(await findVisibleFile(caller, fileId));
}
