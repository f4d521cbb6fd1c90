import { DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { contentPrefix } from '../../lib/files/library/object-keys.ts';
import type { CreatedFileView } from '../../lib/files/library/schema.ts';
import { formOf } from './upload.ts';

/** Removes the content of a file, as it was announced, behind everybody's back. */
export async function loseContent({ id: fileId, upload }: CreatedFileView): Promise<void> {
  const { origin, pathname } = new URL(formOf(upload).url);
  const Bucket = pathname.replaceAll('/', '');
  const s3 = new S3Client({
    endpoint: origin,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: contentPrefix(fileId) }),
    );
    if (Contents.length === 0) throw new Error(`${fileId} has no content to be lost`);
    const Objects = Contents.map(({ Key }) => ({ Key }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  } finally {
    s3.destroy();
  }
}
