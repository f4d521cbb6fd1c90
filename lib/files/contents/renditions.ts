import { CopyObjectCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { presignDownload } from '../../aws/presign.ts';
import { s3 } from '../../aws/s3.ts';
import { config } from '../../config.ts';
import { isGone } from '../library/gone.ts';
import { type RenditionSize, renditionSizes, renditionType } from '../library/image.ts';
import { linkSeconds } from '../library/link-seconds.ts';

const Bucket = config.bucketName;

/** Where a rendition of a file is: by nothing but what it is made of, so that to make it again is to overwrite it. */
const renditionKey = (fileId: string, size: RenditionSize) => `renditions/${fileId}/${size}.webp`;

/** Keeps the renditions of a file. */
export async function keepRenditions(
  fileId: string,
  renditions: ReadonlyMap<RenditionSize, Uint8Array>,
): Promise<void> {
  for (const [size, Body] of renditions) {
    const Key = renditionKey(fileId, size);
    await s3().send(new PutObjectCommand({ Bucket, Key, Body, ContentType: renditionType }));
  }
}

/** Gives one file the renditions of another; whether they were all there. */
export async function copyRenditions(fromId: string, fileId: string): Promise<boolean> {
  try {
    for (const size of renditionSizes) {
      const CopySource = `${Bucket}/${renditionKey(fromId, size)}`;
      const Key = renditionKey(fileId, size);
      await s3().send(new CopyObjectCommand({ Bucket, Key, CopySource }));
    }
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** Removes the renditions of a file, as far as there are any. */
export async function removeRenditions(fileId: string): Promise<void> {
  for (const size of renditionSizes) {
    await s3().send(new DeleteObjectCommand({ Bucket, Key: renditionKey(fileId, size) }));
  }
}

/** A link to a rendition of a file whose image is ready. */
export const linkToRendition = (fileId: string, size: RenditionSize, now: Date): Promise<string> =>
  presignDownload({
    key: renditionKey(fileId, size),
    contentType: renditionType,
    contentDisposition: 'inline',
    now,
    expiresInSeconds: linkSeconds,
  });
