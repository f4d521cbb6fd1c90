import { AbortMultipartUploadCommand, CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import type { UserCaller } from '../auth/caller.ts';
import { presignPart } from '../aws/presign.ts';
import { s3 } from '../aws/s3.ts';
import { config } from '../config.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { write } from '../model/write.ts';
import { arrivedParts } from './arrived-parts.ts';
import { toBase64, toHex } from './checksum.ts';
import type { StoredFile } from './file-view.ts';
import { findOwnFile } from './find-file.ts';
import { uploadSeconds } from './link-seconds.ts';
import { assembledKey } from './object-keys.ts';
import { isInParts, partCountOf, partSize, sizeOfPart } from './parts.ts';
import type { SignPartsInput, UploadPartsView } from './schema.ts';
import { Uploads } from './uploads.entity.ts';

const Bucket = config.bucketName;

/**
 * Begins an upload in parts or goes on with it: tells which parts have arrived, and gives links by
 * which S3 takes others, of their size and SHA-256 and no other.
 *
 * @throws AppError `request.invalid` · `files.file_not_found` · `files.file_forbidden` ·
 *   `files.not_in_parts` · `files.upload_ended` · `files.content_refused`
 */
export async function signParts(
  ctx: Context<UserCaller>,
  fileId: string,
  { parts }: SignPartsInput,
): Promise<UploadPartsView> {
  const file = await findOwnFile(ctx.caller, fileId);
  if (!isInParts(file)) throw new AppError('files.not_in_parts');
  if (file.status === 'failed') throw new AppError('files.content_refused');
  if (file.status === 'ready') throw new AppError('files.upload_ended');
  const partCount = partCountOf(file.size);
  refuseUnknownParts(parts, partCount);
  const multipartId = await openUpload(ctx, file);
  const arrived = multipartId && (await arrivedParts(fileId, multipartId));
  // It has been put together, or the file has been deleted.
  if (!multipartId || !arrived) throw new AppError('files.upload_ended');
  const links = parts.map(async ({ partNumber, sha256 }) => {
    const size = sizeOfPart(file.size, partNumber);
    const link = await presignPart({
      key: assembledKey(fileId),
      multipartId,
      partNumber,
      size,
      sha256: toBase64(sha256),
      now: ctx.now,
      expiresInSeconds: uploadSeconds,
    });
    return { partNumber, size, ...link };
  });
  return {
    partSize,
    partCount,
    uploaded: arrived.map(({ partNumber, sha256 }) => ({ partNumber, sha256: toHex(sha256) })),
    links: await Promise.all(links),
    linksExpireAt: new Date(ctx.now.getTime() + uploadSeconds * 1000).toISOString(),
  };
}

function refuseUnknownParts(parts: SignPartsInput['parts'], partCount: number): void {
  const errors = parts.flatMap(({ partNumber }, index) =>
    partNumber <= partCount
      ? []
      : [{ path: `body.parts.${index}.partNumber`, message: `must be at most ${partCount}` }],
  );
  if (errors.length > 0) throw new AppError('request.invalid', { errors });
}

/** How S3 calls the one upload of a file, which begins here; `undefined` when the file is gone. */
async function openUpload(
  ctx: Context<UserCaller>,
  { fileId, contentType }: StoredFile,
): Promise<string | undefined> {
  const { data: upload } = await Uploads.get({ fileId }).go({ consistent: true });
  if (!upload || upload.multipartId !== undefined) return upload?.multipartId;
  const { UploadId } = await s3().send(
    new CreateMultipartUploadCommand({
      Bucket,
      Key: assembledKey(fileId),
      ContentType: contentType,
      ChecksumAlgorithm: 'SHA256',
    }),
  );
  if (UploadId === undefined) throw new Error('S3 has begun an upload without an id');
  const change = Uploads.patch({ fileId })
    .set({ multipartId: UploadId })
    .where(({ multipartId }, { notExists }) => notExists(multipartId));
  return ctx.commit<string | undefined>(
    [write(change, { otherwise: () => openedMeanwhile(fileId, UploadId) })],
    UploadId,
  );
}

/** Somebody else has begun it, or the file is gone. */
async function openedMeanwhile(fileId: string, ours: string): Promise<string | undefined> {
  await s3().send(
    new AbortMultipartUploadCommand({ Bucket, Key: assembledKey(fileId), UploadId: ours }),
  );
  const { data: upload } = await Uploads.get({ fileId }).go({ consistent: true });
  return upload?.multipartId;
}
