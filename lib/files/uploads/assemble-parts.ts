import { CompleteMultipartUploadCommand, type S3ServiceException } from '@aws-sdk/client-s3';
import { s3 } from '../../aws/s3.ts';
import { config } from '../../config.ts';
import { AppError } from '../../errors/app-error.ts';
import { notUploaded } from '../errors.ts';
import type { StoredFile } from '../library/file-view.ts';
import { isGone } from '../library/gone.ts';
import { assembledKey } from '../library/object-keys.ts';
import { arrivedParts, missingParts } from './arrived-parts.ts';
import { readUpload } from './open-upload.ts';

/** How often a part may come once more while it is put together. */
const mostTries = 3;

/**
 * Has S3 put the parts of a content together, as far as nobody has. To do it again does no harm.
 *
 * @throws AppError `files.not_uploaded` while parts are missing
 */
export async function assembleParts(file: StoredFile, tries = 1): Promise<void> {
  const { fileId, size } = file;
  const UploadId = (await readUpload(fileId))?.multipartId;
  if (UploadId === undefined) return;
  const arrived = await arrivedParts(file, UploadId);
  if (!arrived) return;
  const missing = missingParts(size, arrived);
  if (missing.length > 0) {
    throw new AppError(notUploaded, {
      detail: `Parts have not been uploaded: ${missing.join(', ')}`,
    });
  }
  const Parts = arrived.map(({ partNumber, etag, sha256 }) => ({
    PartNumber: partNumber,
    ETag: etag,
    ChecksumSHA256: sha256,
  }));
  try {
    await s3().send(
      new CompleteMultipartUploadCommand({
        Bucket: config.bucketName,
        Key: assembledKey(fileId),
        UploadId,
        MultipartUpload: { Parts },
        MpuObjectSize: size,
      }),
    );
  } catch (error) {
    // A part has come once more since they were listed.
    if ((error as S3ServiceException).name === 'InvalidPart' && tries < mostTries) {
      return assembleParts(file, tries + 1);
    }
    // Somebody else has put them together, or the file is gone: what is there tells.
    if (!isGone(error)) throw error;
  }
}
