import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { s3 } from '../aws/s3.ts';
import { config } from '../config.ts';
import { readFile } from './find-file.ts';
import { contentPrefix, uploadKey } from './object-keys.ts';

const Bucket = config.bucketName;

/** Removes the objects that a file does not need as it is now: all, once it is gone or refused. */
export async function removeObjects(fileId: string): Promise<void> {
  const file = await readFile(fileId);
  if (file?.status === 'pending') return;
  const { Contents = [] } = await s3().send(
    new ListObjectsV2Command({ Bucket, Prefix: contentPrefix(fileId) }),
  );
  const contents = Contents.flatMap(({ Key }) => (Key === file?.objectKey ? [] : (Key ?? [])));
  for (const Key of [uploadKey(fileId), ...contents]) {
    await s3().send(new DeleteObjectCommand({ Bucket, Key }));
  }
}
