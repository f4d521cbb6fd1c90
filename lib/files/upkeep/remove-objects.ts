import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { s3 } from '../../aws/s3.ts';
import { config } from '../../config.ts';
import { readFile } from '../library/find-file.ts';
import { isGone } from '../library/gone.ts';
import { contentPrefix, uploadKey } from '../library/object-keys.ts';
import { Uploads } from '../library/uploads.entity.ts';

const Bucket = config.bucketName;

/**
 * Removes the objects that a file does not need as it is now: all, once it is gone or refused and no
 * large copy is being made of it.
 */
export async function removeObjects(fileId: string): Promise<void> {
  const file = await readFile(fileId);
  if (file?.status === 'pending' || (await isBeingCopied(fileId))) return;
  // First, for what is put together before is listed below.
  await abortUploads(contentPrefix(fileId));
  const { Contents = [] } = await s3().send(
    new ListObjectsV2Command({ Bucket, Prefix: contentPrefix(fileId) }),
  );
  const contents = Contents.flatMap(({ Key }) => (Key === file?.objectKey ? [] : (Key ?? [])));
  for (const Key of [uploadKey(fileId), ...contents]) {
    await s3().send(new DeleteObjectCommand({ Bucket, Key }));
  }
}

/** Whether the objects of a file are still copied, though it be deleted meanwhile. */
export async function isBeingCopied(fileId: string): Promise<boolean> {
  const { data } = await copiesOf(fileId).go({ limit: 1 });
  return data.length > 0;
}

export const copiesOf = (originalId: string) => Uploads.query.copiesOf({ originalId });

async function abortUploads(Prefix: string): Promise<void> {
  const { Uploads: open = [] } = await s3().send(
    new ListMultipartUploadsCommand({ Bucket, Prefix }),
  );
  for (const { Key, UploadId } of open) {
    try {
      await s3().send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}
