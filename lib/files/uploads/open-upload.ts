import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import { s3 } from '../../aws/s3.ts';
import { config } from '../../config.ts';
import type { Commit } from '../../model/commit.ts';
import { find } from '../../model/read.ts';
import { writeIf } from '../../model/write.ts';
import type { StoredFile } from '../library/file-view.ts';
import { assembledKey } from '../library/object-keys.ts';
import { Uploads } from '../library/uploads.entity.ts';

/**
 * How S3 calls the one upload in parts of a file, which begins with this; `undefined` when the file
 * awaits nothing any more. What S3 has begun beside it goes when the file is complete or gone, or after
 * two days by the bucket's own rule.
 */
export async function openUpload(
  commit: Commit,
  { fileId, contentType }: StoredFile,
): Promise<string | undefined> {
  const upload = await readUpload(fileId);
  if (!upload || upload.multipartId !== undefined) return upload?.multipartId;
  const { UploadId } = await s3().send(
    new CreateMultipartUploadCommand({
      Bucket: config.bucketName,
      Key: assembledKey(fileId),
      ContentType: contentType,
      ChecksumAlgorithm: 'SHA256',
    }),
  );
  if (UploadId === undefined) throw new Error('S3 has begun an upload without an id');
  const change = Uploads.patch({ fileId })
    .set({ multipartId: UploadId })
    .where(({ multipartId }, { notExists }) => notExists(multipartId));
  const openedMeanwhile = async () => (await readUpload(fileId))?.multipartId;
  return commit([writeIf(change, openedMeanwhile)], UploadId);
}

export function readUpload(fileId: string) {
  return find(Uploads, { fileId });
}
