import type { S3ServiceException } from '@aws-sdk/client-s3';

const gone = ['NoSuchKey', 'NotFound', 'PreconditionFailed', 'NoSuchUpload'];

/** Whether S3 has refused because an object or upload is not there, or not as it was. */
export const isGone = (error: unknown): boolean =>
  gone.includes((error as S3ServiceException).name);
