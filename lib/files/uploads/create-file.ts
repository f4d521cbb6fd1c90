import { presignUpload } from '../../aws/presign.ts';
import type { UserCaller } from '../../caller.ts';
import { companyNotFound } from '../../companies/errors.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { newId } from '../../ids.ts';
import { impossible, writeIf } from '../../model/write.ts';
import { companyRequired } from '../errors.ts';
import { type StoredFile, toFileView } from '../library/file-view.ts';
import { Files } from '../library/files.entity.ts';
import { folderKeyOf } from '../library/folder-key.ts';
import { uploadSeconds } from '../library/link-seconds.ts';
import { uploadKey } from '../library/object-keys.ts';
import { takeRoom } from '../library/quota.ts';
import type { CreatedFileView } from '../library/schema.ts';
import { Uploads } from '../library/uploads.entity.ts';
import { toBase64 } from './checksum.ts';
import { isInParts, partCountOf, partSize } from './parts.ts';
import type { CreateFileInput } from './schema.ts';

/**
 * Makes room for a file and says how its content is uploaded: by a form, or above 100 MB in parts.
 *
 * @param purpose What it is for, where it is to go with that.
 * @throws AppError `files.quota_exceeded` · `companies.company_not_found` · `files.company_required`
 */
export async function createFile(
  ctx: Context<UserCaller>,
  { companyId, ...input }: CreateFileInput,
  purpose?: StoredFile['purpose'],
): Promise<CreatedFileView> {
  // Nobody is a member of a company yet.
  if (companyId !== undefined) throw new AppError(companyNotFound);
  if (input.visibility === 'company') throw new AppError(companyRequired);
  const ownerId = ctx.caller.userId;
  const { sha256, ...given } = input;
  const file: StoredFile = {
    ...given,
    ...(sha256 !== undefined && { sha256 }),
    ...(purpose !== undefined && { purpose }),
    fileId: newId('file', ctx.now),
    ownerId,
    folderKey: folderKeyOf(input.folder),
    status: 'pending',
    createdAt: ctx.now.toISOString(),
    version: 1,
  };
  const { fileId, size } = file;
  const upload = isInParts(size)
    ? { type: 'parts' as const, partSize, partCount: partCountOf(size) }
    : { type: 'form' as const, ...(await formOf(file, ctx.now)) };
  return ctx.commit(
    [
      writeIf(Files.create(file), impossible),
      writeIf(Uploads.create({ fileId, ownerId, startedAt: file.createdAt }), impossible),
      takeRoom(ownerId, size),
    ],
    { ...toFileView(file), upload },
  );
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
