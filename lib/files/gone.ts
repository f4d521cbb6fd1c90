import type { S3ServiceException } from '@aws-sdk/client-s3';

/** Whether S3 has refused because an object is not there, or not as it was. */
export const isGone = (error: unknown): boolean =>
  ['NoSuchKey', 'NotFound', 'PreconditionFailed'].includes((error as S3ServiceException).name);
