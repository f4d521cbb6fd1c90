import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from '../aws/s3.ts';
import { config } from '../config.ts';
import { readFile } from './find-file.ts';
import { contentKey, uploadKey } from './object-keys.ts';

/** Removes the objects that a file does not need as it is now: both, once it is gone or refused. */
export async function removeObjects(fileId: string): Promise<void> {
  const file = await readFile(fileId);
  if (file?.status === 'pending') return;
  const keys = [uploadKey(fileId), ...(file?.status === 'ready' ? [] : [contentKey(fileId)])];
  for (const Key of keys) {
    await s3().send(new DeleteObjectCommand({ Bucket: config.bucketName, Key }));
  }
}
