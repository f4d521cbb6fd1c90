import {
  HeadObjectCommand,
  type S3ServiceException,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { s3 } from '../../aws/s3.ts';
import { config } from '../../config.ts';
import type { Commit } from '../../model/commit.ts';
import type { StoredFile } from '../library/file-view.ts';
import { isGone } from '../library/gone.ts';
import { assembledKey } from '../library/object-keys.ts';
import { arrivedParts, missingParts } from '../uploads/arrived-parts.ts';
import { assembleParts } from '../uploads/assemble-parts.ts';
import { openUpload } from '../uploads/open-upload.ts';
import { sizeOfPart, startOfPart } from '../uploads/parts.ts';

const Bucket = config.bucketName;

/** Parts that S3 copies for us at the same time. */
const atOnce = 8;

/**
 * Copies a large content part by part, from where an earlier run has ended: S3 takes minutes over all
 * of it at once. Whether the original was there.
 */
export async function copyParts(commit: Commit, copy: StoredFile, source: string) {
  const multipartId = await openUpload(commit, copy);
  const arrived = multipartId && (await arrivedParts(copy, multipartId));
  if (arrived) {
    try {
      await copyMissing(copy, multipartId, missingParts(copy.size, arrived), source);
    } catch (error) {
      if ((error as S3ServiceException).name === 'NoSuchKey') return false;
      // Another run has put them together, or the copy is gone: what is there tells.
      if (!isGone(error)) throw error;
    }
    await assembleParts(copy);
  }
  // Nothing is called ready that is not there.
  await s3().send(new HeadObjectCommand({ Bucket, Key: assembledKey(copy.fileId) }));
  return true;
}

/** Ends when all that it has begun has ended: no call is left for another run of the function. */
async function copyMissing(
  copy: StoredFile,
  multipartId: string,
  missing: number[],
  source: string,
): Promise<void> {
  const lane = async () => {
    for (let next = missing.pop(); next !== undefined; next = missing.pop()) {
      try {
        await copyPart(copy, multipartId, next, source);
      } catch (error) {
        missing.length = 0;
        throw error;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: atOnce }, lane));
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
}

async function copyPart(
  { fileId, size }: StoredFile,
  UploadId: string,
  PartNumber: number,
  source: string,
): Promise<void> {
  const start = startOfPart(PartNumber);
  const last = start + sizeOfPart(size, PartNumber) - 1;
  await s3().send(
    new UploadPartCopyCommand({
      Bucket,
      Key: assembledKey(fileId),
      UploadId,
      PartNumber,
      CopySource: `${Bucket}/${source}`,
      CopySourceRange: `bytes=${start}-${last}`,
    }),
  );
}
