import { CompleteMultipartUploadCommand } from '@aws-sdk/client-s3';
import { s3 } from '../aws/s3.ts';
import { config } from '../config.ts';
import { AppError } from '../errors/app-error.ts';
import { arrivedParts } from './arrived-parts.ts';
import type { StoredFile } from './file-view.ts';
import { isGone } from './gone.ts';
import { assembledKey } from './object-keys.ts';
import { partCountOf } from './parts.ts';
import { Uploads } from './uploads.entity.ts';

/**
 * Has S3 put the parts of a content together, as far as nobody has. To do it again does no harm.
 *
 * @throws AppError `files.not_uploaded` while parts are missing
 */
export async function assembleParts({ fileId, size }: StoredFile): Promise<void> {
  const { data: upload } = await Uploads.get({ fileId }).go({ consistent: true });
  if (upload?.multipartId === undefined) return;
  const arrived = await arrivedParts(fileId, upload.multipartId);
  if (!arrived) return;
  const present = new Set(arrived.map(({ partNumber }) => partNumber));
  const numbers = Array.from({ length: partCountOf(size) }, (_, index) => index + 1);
  const missing = numbers.filter((number) => !present.has(number));
  if (missing.length > 0) {
    throw new AppError('files.not_uploaded', {
      detail: `Parts have not been uploaded: ${missing.join(', ')}`,
    });
  }
  try {
    await s3().send(
      new CompleteMultipartUploadCommand({
        Bucket: config.bucketName,
        Key: assembledKey(fileId),
        UploadId: upload.multipartId,
        MultipartUpload: {
          Parts: arrived.map(({ partNumber, etag, sha256 }) => ({
            PartNumber: partNumber,
            ETag: etag,
            ChecksumSHA256: sha256,
          })),
        },
        MpuObjectSize: size,
      }),
    );
  } catch (error) {
    // Another request has put them together, or a part was replaced: what is there tells.
    if (!isGone(error)) throw error;
  }
}
