import { CopyObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import type { UserCaller } from '../auth/caller.ts';
import { s3 } from '../aws/s3.ts';
import { config } from '../config.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { write } from '../model/write.ts';
import { beginningLength, beginsAs } from './content-types.ts';
import { type StoredFile, toFileView } from './file-view.ts';
import { Files } from './files.entity.ts';
import { findOwnFile } from './find-file.ts';
import { isGone } from './gone.ts';
import { contentKey, uploadKey } from './object-keys.ts';
import { giveRoomBack } from './quota.ts';
import type { FileView } from './schema.ts';
import { Uploads } from './uploads.entity.ts';

const Bucket = config.bucketName;

/**
 * Looks at what was uploaded and puts it where no form reaches, or refuses it.
 *
 * @throws AppError `files.file_not_found` · `files.file_forbidden` · `files.not_uploaded` ·
 *   `files.content_refused`
 */
export async function completeFile(ctx: Context<UserCaller>, fileId: string): Promise<FileView> {
  const file = await findOwnFile(ctx.caller, fileId);
  if (file.status === 'ready') return toFileView(file);
  if (file.status === 'failed') throw new AppError('files.content_refused');
  const upload = await lookAtUpload(fileId);
  if (!upload) return completedMeanwhile(ctx, fileId);
  if (!isAsAnnounced(file, upload)) return refuseContent(ctx, file);
  const objectKey = contentKey(fileId, upload.etag);
  const sha256 = await keepContent(file, upload.etag, objectKey);
  // It was replaced or removed since it was looked at.
  if (sha256 === undefined) return completeFile(ctx, fileId);
  if (file.sha256 !== undefined && file.sha256 !== sha256) return refuseContent(ctx, file);
  const ready: StoredFile = { ...file, sha256, status: 'ready', version: file.version + 1 };
  const change = Files.patch({ fileId })
    .set({ sha256, objectKey, status: 'ready' })
    .add({ version: 1 })
    .where(({ status }, { eq }) => eq(status, 'pending'));
  return ctx.commit<FileView>(
    [
      write(change, { otherwise: () => completedMeanwhile(ctx, fileId) }),
      write(Uploads.delete({ fileId })),
    ],
    toFileView(ready),
  );
}

interface Upload {
  etag: string;
  size: number;
  beginning: Uint8Array;
}

/** What the client has put there so far: its size and how it begins. */
async function lookAtUpload(fileId: string): Promise<Upload | undefined> {
  try {
    const { ETag, ContentRange, Body } = await s3().send(
      new GetObjectCommand({
        Bucket,
        Key: uploadKey(fileId),
        Range: `bytes=0-${beginningLength - 1}`,
      }),
    );
    const beginning = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const size = Number(ContentRange?.split('/')[1]);
    return { etag: String(ETag), size, beginning };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

const isAsAnnounced = ({ size, contentType }: StoredFile, upload: Upload) =>
  upload.size === size && beginsAs(contentType, upload.beginning);

/** Copies what was looked at; answers its SHA-256, `undefined` when it is there no more. */
async function keepContent(
  { fileId, contentType }: StoredFile,
  etag: string,
  Key: string,
): Promise<string | undefined> {
  try {
    const { CopyObjectResult } = await s3().send(
      new CopyObjectCommand({
        Bucket,
        Key,
        CopySource: `${Bucket}/${uploadKey(fileId)}`,
        CopySourceIfMatch: etag,
        MetadataDirective: 'REPLACE',
        TaggingDirective: 'REPLACE',
        ContentType: contentType,
        ChecksumAlgorithm: 'SHA256',
      }),
    );
    return Buffer.from(CopyObjectResult?.ChecksumSHA256 ?? '', 'base64').toString('hex');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** The answer when the upload is not there, or not any more. */
async function completedMeanwhile(ctx: Context<UserCaller>, fileId: string): Promise<FileView> {
  const file = await findOwnFile(ctx.caller, fileId);
  if (file.status === 'pending') throw new AppError('files.not_uploaded');
  if (file.status === 'failed') throw new AppError('files.content_refused');
  return toFileView(file);
}

async function refuseContent(ctx: Context<UserCaller>, file: StoredFile): Promise<never> {
  const { fileId, ownerId, size } = file;
  const change = Files.patch({ fileId })
    .set({ status: 'failed' })
    .add({ version: 1 })
    .where(({ status }, { eq }) => eq(status, 'pending'));
  await ctx.commit<unknown>(
    [
      write(change, { otherwise: () => completedMeanwhile(ctx, fileId) }),
      write(Uploads.delete({ fileId })),
      giveRoomBack(ownerId, size),
    ],
    undefined,
  );
  throw new AppError('files.content_refused');
}
