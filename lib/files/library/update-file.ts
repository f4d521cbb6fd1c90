import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { versionMismatch } from '../../errors/request-errors.ts';
import { writeIf } from '../../model/write.ts';
import { companyRequired } from '../errors.ts';
import { requireContents } from './credentials.ts';
import { companyOf, type StoredFile, toFileView } from './file-view.ts';
import { Files } from './files.entity.ts';
import { findChangeableFile } from './find-file.ts';
import { folderKeyOf } from './folder-key.ts';
import type { FileView, UpdateFileInput } from './schema.ts';

/**
 * Renames, moves or shares a file that the caller may change, as it was in `version`.
 *
 * @throws AppError as `findChangeableFile` · `files.company_required` · `auth.scope_missing` when it
 *   is published
 */
export async function updateFile(
  ctx: Context<UserCaller>,
  fileId: string,
  changes: UpdateFileInput,
  version: number,
): Promise<FileView> {
  const file = await findChangeableFile(ctx.caller, fileId, version);
  if (changes.visibility === 'company' && companyOf(file) === undefined) {
    throw new AppError(companyRequired);
  }
  if (changes.visibility === 'public' && file.visibility !== 'public') requireContents(ctx.caller);
  const { name = file.name, folder = file.folder, visibility = file.visibility } = changes;
  const given = { name, folder, folderKey: folderKeyOf(folder), visibility };
  const updated: StoredFile = { ...file, ...given, version: version + 1 };
  const change = Files.patch({ fileId })
    // The composite of an index is written whole.
    .set({ ...given, version: updated.version })
    .composite({ ownerId: file.ownerId })
    .where((is, { eq }) => eq(is.version, version));
  return ctx.commit([writeIf(change, versionMismatch)], toFileView(updated));
}
