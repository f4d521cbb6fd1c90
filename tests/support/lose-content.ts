import { DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { contentPrefix } from '../../lib/files/object-keys.ts';

/** Removes the content of a file behind everybody's back. @param bucketUrl where forms are sent to */
export async function loseContent(bucketUrl: string, fileId: string): Promise<void> {
  const { origin, pathname } = new URL(bucketUrl);
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
