import { ListPartsCommand } from '@aws-sdk/client-s3';
import { s3 } from '../aws/s3.ts';
import { config } from '../config.ts';
import { isGone } from './gone.ts';
import { assembledKey } from './object-keys.ts';

export interface ArrivedPart {
  partNumber: number;
  /** Bytes. */
  size: number;
  etag: string;
  /** Base64. */
  sha256: string;
}

/** The parts that S3 has of a content; `undefined` when it is put together or given up. */
export async function arrivedParts(
  fileId: string,
  multipartId: string,
): Promise<ArrivedPart[] | undefined> {
  try {
    // No file has more parts than S3 lists at once.
    const { Parts = [] } = await s3().send(
      new ListPartsCommand({
        Bucket: config.bucketName,
        Key: assembledKey(fileId),
        UploadId: multipartId,
      }),
    );
    return Parts.map(({ PartNumber = 0, Size = 0, ETag = '', ChecksumSHA256 = '' }) => ({
      partNumber: PartNumber,
      size: Size,
      etag: ETag,
      sha256: ChecksumSHA256,
    }));
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
