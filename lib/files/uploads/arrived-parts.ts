import { ListPartsCommand } from '@aws-sdk/client-s3';
import { s3 } from '../../aws/s3.ts';
import { config } from '../../config.ts';
import { isGone } from '../library/gone.ts';
import { assembledKey } from '../library/object-keys.ts';
import { partCountOf, sizeOfPart } from './parts.ts';

export interface ArrivedPart {
  partNumber: number;
  etag: string;
  /** Base64. */
  sha256: string;
}

/**
 * The parts that S3 has of a content; `undefined` when they are put together or given up.
 *
 * @param size Bytes of the whole
 */
export async function arrivedParts(
  { fileId, size }: { fileId: string; size: number },
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
    return Parts.flatMap(({ PartNumber = 0, Size, ETag = '', ChecksumSHA256 = '' }) =>
      // Of another size are those from before parts got another.
      Size === sizeOfPart(size, PartNumber)
        ? [{ partNumber: PartNumber, etag: ETag, sha256: ChecksumSHA256 }]
        : [],
    );
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Numbers of the parts of a whole that have not arrived. */
export function missingParts(size: number, arrived: readonly ArrivedPart[]): number[] {
  const present = new Set(arrived.map(({ partNumber }) => partNumber));
  const numbers = Array.from({ length: partCountOf(size) }, (_, index) => index + 1);
  return numbers.filter((number) => !present.has(number));
}
