import { presignUpload } from '../../aws/presign.ts';
import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { newId } from '../../ids.ts';
import { type StoredFile, toFileView } from '../library/file-view.ts';
import { folderKeyOf } from '../library/folder-key.ts';
import { uploadSeconds } from '../library/link-seconds.ts';
import { creation, ownershipOf } from '../library/new-file.ts';
import { uploadKey } from '../library/object-keys.ts';
import type { CreatedFileView } from '../library/schema.ts';
import { toBase64 } from './checksum.ts';
import { isInParts, partCountOf, partSize } from './parts.ts';
import type { CreateFileInput } from './schema.ts';

/**
 * Makes room for a file and says how its content is uploaded: by a form, or above 100 MB in parts.
 *
 * @param purpose What it is for, where it is to go with that.
 * @throws AppError as `ownershipOf` · `files.quota_exceeded`
 */
export async function createFile(
  ctx: Context<UserCaller>,
  { companyId, sha256, ...given }: CreateFileInput,
  purpose?: StoredFile['purpose'],
): Promise<CreatedFileView> {
  const file: StoredFile = {
    ...given,
    ...(await ownershipOf(ctx.caller, { companyId, visibility: given.visibility })),
    ...(sha256 !== undefined && { sha256 }),
    ...(purpose !== undefined && { purpose }),
    fileId: newId('file', ctx.now),
    folderKey: folderKeyOf(given.folder),
    status: 'pending',
    createdAt: ctx.now.toISOString(),
    version: 1,
  };
  const { size } = file;
  const upload = isInParts(size)
    ? { type: 'parts' as const, partSize, partCount: partCountOf(size) }
    : { type: 'form' as const, ...(await formOf(file, ctx.now)) };
  return ctx.commit(creation(file), { ...toFileView(file), upload });
}

const formOf = ({ fileId, contentType, size, sha256 }: StoredFile, now: Date) =>
  presignUpload({
    key: uploadKey(fileId),
    contentType,
    size,
    sha256: sha256 === undefined ? undefined : toBase64(sha256),
    now,
    expiresInSeconds: uploadSeconds,
  });
