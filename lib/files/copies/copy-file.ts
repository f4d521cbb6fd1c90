import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { newId } from '../../ids.ts';
import { fileNotFound, notReady } from '../errors.ts';
import { requireContents } from '../library/credentials.ts';
import { type StoredFile, toFileView } from '../library/file-view.ts';
import { findVisibleFile } from '../library/find-file.ts';
import { folderKeyOf } from '../library/folder-key.ts';
import { creation, ownershipOf } from '../library/new-file.ts';
import type { FileView } from '../library/schema.ts';
import { isInParts } from '../uploads/parts.ts';
import { finishCopy } from './finish-copy.ts';
import type { CopyFileInput } from './schema.ts';

/**
 * Makes a file of the caller's, or of a company, with the content of one that they may see; private
 * unless told. The file is there first, so that a worker can finish what this does not: a large one
 * always.
 *
 * @throws AppError `files.file_not_found` · `auth.scope_missing` · as `ownershipOf` ·
 *   `files.not_ready` · `files.quota_exceeded`
 */
export async function copyFile(
  ctx: Context<UserCaller>,
  fileId: string,
  input: CopyFileInput,
): Promise<FileView> {
  const source = await findVisibleFile(ctx.caller, fileId);
  if (source.visibility !== 'public') requireContents(ctx.caller);
  const ownership = await ownershipOf(ctx.caller, input);
  if (source.objectKey === undefined) throw new AppError(notReady);
  const folder = input.folder ?? (source.ownerId === ownership.ownerId ? source.folder : '');
  const copy: StoredFile = {
    fileId: newId('file', ctx.now),
    ...ownership,
    name: input.name ?? source.name,
    contentType: source.contentType,
    size: source.size,
    ...(source.sha256 !== undefined && { sha256: source.sha256 }),
    copyOf: source.objectKey,
    folder,
    folderKey: folderKeyOf(folder),
    visibility: input.visibility,
    status: 'pending',
    createdAt: ctx.now.toISOString(),
    version: 1,
  };
  const isLarge = isInParts(copy.size);
  const begun = await ctx.commit(
    creation(copy, { originalId: isLarge ? fileId : undefined }),
    toFileView(isLarge ? copy : { ...copy, status: 'ready', version: copy.version + 1 }),
  );
  // Where it was begun before, it is finished there.
  if (!isLarge && begun.id === copy.fileId && !(await finishCopy(ctx, copy))) {
    throw new AppError(fileNotFound);
  }
  return begun;
}
