import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { s3 } from '../aws/s3.ts';
import { config } from '../config.ts';
import { readFile } from './find-file.ts';
import { isGone } from './gone.ts';
import { contentPrefix, uploadKey } from './object-keys.ts';

const Bucket = config.bucketName;

/** Removes the objects that a file does not need as it is now: all, once it is gone or refused. */
export async function removeObjects(fileId: string): Promise<void> {
  const file = await readFile(fileId);
  if (file?.status === 'pending') return;
  // First: what is put together before that is listed below, and nothing is after it.
  await abortUploads(contentPrefix(fileId));
  const { Contents = [] } = await s3().send(
    new ListObjectsV2Command({ Bucket, Prefix: contentPrefix(fileId) }),
  );
  const contents = Contents.flatMap(({ Key }) => (Key === file?.objectKey ? [] : (Key ?? [])));
  for (const Key of [uploadKey(fileId), ...contents]) {
    await s3().send(new DeleteObjectCommand({ Bucket, Key }));
  }
}

async function abortUploads(Prefix: string): Promise<void> {
  const { Uploads = [] } = await s3().send(new ListMultipartUploadsCommand({ Bucket, Prefix }));
  for (const { Key, UploadId } of Uploads) {
    try {
      await s3().send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}
