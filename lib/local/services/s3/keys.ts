import { S3Refusal } from './refusal.ts';

const longestKey = 1024;

/** @throws S3Refusal KeyTooLongError */
export function refuseLongKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size <= longestKey) return;
  throw new S3Refusal(400, 'KeyTooLongError', 'Your key is too long', {
    Size: String(size),
    MaxSizeAllowed: String(longestKey),
  });
}
