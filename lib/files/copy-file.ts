import { CopyObjectCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
import type { UserCaller } from '../auth/caller.ts';
import { s3 } from '../aws/s3.ts';
import { config } from '../config.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { newId } from '../ids.ts';
import { write } from '../model/write.ts';
import { folderKeyOf } from './create-file.ts';
import { type StoredFile, toFileView } from './file-view.ts';
import { Files } from './files.entity.ts';
import { findVisibleFile } from './find-file.ts';
import { isGone } from './gone.ts';
import { contentPrefix } from './object-keys.ts';
import { takeRoom } from './quota.ts';
import type { CopyFileInput, FileView } from './schema.ts';

const Bucket = config.bucketName;

/**
 * Makes a file of the caller's with the content of one that they may see; private unless told.
 *
 * @throws AppError `files.file_not_found` · `files.not_ready` · `files.quota_exceeded` ·
 *   `files.company_required`
 */
export async function copyFile(
  ctx: Context<UserCaller>,
  fileId: string,
  input: CopyFileInput,
): Promise<FileView> {
  if (input.visibility === 'company') throw new AppError('files.company_required');
  const source = await findVisibleFile(ctx.caller, fileId);
  const copyId = newId('file', ctx.now);
  const objectKey = await copyContent(source, copyId);
  const ownerId = ctx.caller.userId;
  const folder = input.folder ?? (source.ownerId === ownerId ? source.folder : '');
  const copy: StoredFile = {
    fileId: copyId,
    ownerId,
    name: input.name ?? source.name,
    contentType: source.contentType,
    size: source.size,
    ...(source.sha256 !== undefined && { sha256: source.sha256 }),
    objectKey,
    folder,
    folderKey: folderKeyOf(folder),
    visibility: input.visibility,
    status: 'ready',
    createdAt: ctx.now.toISOString(),
    version: 1,
  };
  try {
    return await ctx.commit<FileView>(
      [write(Files.create(copy)), takeRoom(ownerId, source.size)],
      toFileView(copy),
    );
  } catch (error) {
    // What else is left behind, when this ends here for another reason, the nightly task removes.
    if (error instanceof AppError && error.code === 'files.quota_exceeded') {
      await s3().send(new DeleteObjectCommand({ Bucket, Key: objectKey }));
    }
    throw error;
  }
}

/** Copies the content of a file to where that of another is; answers its key. */
async function copyContent({ objectKey, contentType }: StoredFile, copyId: string) {
  if (objectKey === undefined) throw new AppError('files.not_ready');
  const Key = `${contentPrefix(copyId)}${objectKey.slice(objectKey.lastIndexOf('/') + 1)}`;
  try {
    await s3().send(
      new CopyObjectCommand({
        Bucket,
        Key,
        CopySource: `${Bucket}/${objectKey}`,
        MetadataDirective: 'REPLACE',
        TaggingDirective: 'REPLACE',
        ContentType: contentType,
      }),
    );
    return Key;
  } catch (error) {
    if (isGone(error)) throw new AppError('files.file_not_found');
    throw error;
  }
}
