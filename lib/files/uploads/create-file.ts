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
 * Makes a file of the caller's, or of a company, as {@link announceFile} does.
 *
 * @throws AppError as `ownershipOf` · as `announceFile`
 */
export async function createFile(
  ctx: Context<UserCaller>,
  { companyId, ...given }: CreateFileInput,
): Promise<CreatedFileView> {
  const { visibility } = given;
  return announceFile(ctx, given, await ownershipOf(ctx.caller, { companyId, visibility }));
}

/**
 * Makes room for a file and says how its content is uploaded: by a form, or above 100 MB in parts.
 *
 * @param belonging Whose it is, and what it is for, where it is to go with that.
 * @throws AppError `files.quota_exceeded` · `companies.company_closed` · `companies.company_suspended`
 */
export async function announceFile(
  ctx: Context<UserCaller>,
  { sha256, ...given }: Omit<CreateFileInput, 'companyId'>,
  belonging: Pick<StoredFile, 'ownerId' | 'makerId' | 'purpose'>,
): Promise<CreatedFileView> {
  const file: StoredFile = {
    ...given,
    ...belonging,
    ...(sha256 !== undefined && { sha256 }),
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
