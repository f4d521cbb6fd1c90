import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { versionMismatch } from '../../errors/request-errors.ts';
import { writeIf } from '../../model/write.ts';
import { companyRequired } from '../errors.ts';
import { type StoredFile, toFileView } from './file-view.ts';
import { Files } from './files.entity.ts';
import { findOwnFile, requireReader } from './find-file.ts';
import { folderKeyOf } from './folder-key.ts';
import type { FileView, UpdateFileInput } from './schema.ts';

/**
 * Renames, moves or shares one of the caller's files as it was in `version`.
 *
 * @throws AppError `request.version_mismatch` · `files.file_not_found` · `files.file_forbidden` ·
 *   `files.company_required` · `auth.scope_missing` when it is published
 */
export async function updateFile(
  ctx: Context<UserCaller>,
  fileId: string,
  changes: UpdateFileInput,
  version: number,
): Promise<FileView> {
  const file = await findOwnFile(ctx.caller, fileId);
  if (file.version !== version) throw new AppError(versionMismatch);
  if (changes.visibility === 'company') throw new AppError(companyRequired);
  if (changes.visibility === 'public' && file.visibility !== 'public') {
    requireReader(ctx.caller, file);
  }
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
