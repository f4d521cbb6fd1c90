import { CopyObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from '../../aws/s3.ts';
import type { UserCaller } from '../../caller.ts';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { retry } from '../../model/retry.ts';
import { write, writeIf } from '../../model/write.ts';
import { contentRefused, notReady, notUploaded } from '../errors.ts';
import { beginningLength, beginsAs } from '../library/content-types.ts';
import { type StoredFile, toFileView } from '../library/file-view.ts';
import { Files } from '../library/files.entity.ts';
import { findChangeableFile } from '../library/find-file.ts';
import { isGone } from '../library/gone.ts';
import { assembledKey, contentKey, uploadKey } from '../library/object-keys.ts';
import { giveRoomBack } from '../library/quota.ts';
import type { FileView } from '../library/schema.ts';
import { Uploads } from '../library/uploads.entity.ts';
import { assembleParts } from './assemble-parts.ts';
import { toHex } from './checksum.ts';
import { isInParts } from './parts.ts';

const Bucket = config.bucketName;

/**
 * Looks at what was uploaded and makes it the content that nothing replaces, or refuses it.
 *
 * @throws AppError as `findChangeableFile` · `files.not_uploaded` · `files.not_ready` ·
 *   `files.content_refused`
 */
export function completeFile(ctx: Context<UserCaller>, fileId: string): Promise<FileView> {
  return retry(async (again) => {
    const file = await findChangeableFile(ctx.caller, fileId);
    if (file.status === 'ready') return toFileView(file);
    if (file.status === 'failed') throw new AppError(contentRefused);
    if (file.copyOf !== undefined) throw new AppError(notReady);
    const content = await (isInParts(file.size) ? assembleContent(file) : keepContent(file));
    if (content === 'missing') return completedMeanwhile(ctx, fileId);
    if (content === 'replaced') return again();
    if (content === 'refused') return refuseContent(ctx, file);
    const ready: StoredFile = { ...file, ...content, status: 'ready', version: file.version + 1 };
    const change = Files.patch({ fileId })
      .set({ ...content, status: 'ready' })
      .add({ version: 1 })
      // What is answered is told of the file as it was read.
      .where((is, { eq }) => `${eq(is.status, 'pending')} AND ${eq(is.version, file.version)}`);
    return ctx.commit(
      [
        writeIf(change, (existing) =>
          existing?.status === 'pending' ? again() : completedMeanwhile(ctx, fileId),
        ),
        write(Uploads.delete({ fileId })),
      ],
      toFileView(ready),
    );
  });
}

/** The content of a file where nothing replaces it, or why there is none. */
type Content = { objectKey: string; sha256?: string } | 'missing' | 'replaced' | 'refused';

async function assembleContent(file: StoredFile): Promise<Content> {
  await assembleParts(file);
  const objectKey = assembledKey(file.fileId);
  const upload = await lookAt(objectKey, file.size);
  if (!upload) return 'missing';
  return isAsAnnounced(file, upload) ? { objectKey } : 'refused';
}

/** Copies what has come by a form to where no form reaches. */
async function keepContent(file: StoredFile): Promise<Content> {
  const upload = await lookAt(uploadKey(file.fileId), file.size);
  if (!upload) return 'missing';
  if (!isAsAnnounced(file, upload)) return 'refused';
  const objectKey = contentKey(file.fileId, upload.etag);
  const sha256 = await copyUpload(file, upload.etag, objectKey);
  if (sha256 === undefined) return 'replaced';
  return file.sha256 === undefined || file.sha256 === sha256 ? { objectKey, sha256 } : 'refused';
}

interface Upload {
  etag: string;
  size: number;
  beginning: Uint8Array;
}

/** What the client has put there so far: its size and how it begins. */
async function lookAt(Key: string, announced: number): Promise<Upload | undefined> {
  // S3 refuses a range of an empty object; its form has let no other size in.
  const Range = announced === 0 ? undefined : `bytes=0-${beginningLength - 1}`;
  try {
    const { ETag, ContentRange, ContentLength, Body } = await s3().send(
      new GetObjectCommand({ Bucket, Key, Range }),
    );
    const beginning = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const size = ContentRange ? Number(ContentRange.split('/')[1]) : (ContentLength ?? 0);
    return { etag: String(ETag), size, beginning };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

const isAsAnnounced = ({ size, contentType }: StoredFile, upload: Upload) =>
  upload.size === size && beginsAs(contentType, upload.beginning);

/** Copies what was looked at; answers its SHA-256, `undefined` when it is there no more. */
async function copyUpload(
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
    return toHex(CopyObjectResult?.ChecksumSHA256 ?? '');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** The answer when the upload is not there, or not any more. */
async function completedMeanwhile(ctx: Context<UserCaller>, fileId: string): Promise<FileView> {
  const file = await findChangeableFile(ctx.caller, fileId);
  if (file.status === 'pending') throw new AppError(notUploaded);
  if (file.status === 'failed') throw new AppError(contentRefused);
  return toFileView(file);
}

async function refuseContent(ctx: Context<UserCaller>, file: StoredFile): Promise<never> {
  const { fileId, ownerId, size } = file;
  const change = Files.patch({ fileId })
    .set({ status: 'failed' })
    .add({ version: 1 })
    .where(({ status }, { eq }) => eq(status, 'pending'));
  await ctx.commit(
    [
      writeIf(change, () => completedMeanwhile(ctx, fileId)),
      write(Uploads.delete({ fileId })),
      giveRoomBack(ownerId, size),
    ],
    undefined,
  );
  throw new AppError(contentRefused);
}
