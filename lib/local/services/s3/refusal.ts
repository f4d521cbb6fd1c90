/** A refusal as S3 words it: HTTP status, code and message, and what else its XML tells. */
export class S3Refusal extends Error {
  override readonly name = 'S3Refusal';
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    details: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export const accessDenied = (message = 'Access Denied') =>
  new S3Refusal(403, 'AccessDenied', message);

export const invalidArgument = (message: string, details?: Readonly<Record<string, string>>) =>
  new S3Refusal(400, 'InvalidArgument', message, details);

export const invalidRequest = (message: string) => new S3Refusal(400, 'InvalidRequest', message);

export const notImplemented = (what: string) =>
  new S3Refusal(501, 'NotImplemented', `${what} implies functionality that is not implemented`);

export const noSuchKey = (Key: string) =>
  new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.', { Key });

export const noSuchUpload = (UploadId: string) =>
  new S3Refusal(
    404,
    'NoSuchUpload',
    'The specified multipart upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId },
  );

export const preconditionFailed = (Condition: string) =>
  new S3Refusal(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { Condition },
  );

export const badDigest = (what: string) =>
  new S3Refusal(400, 'BadDigest', `The ${what} you specified did not match what was received.`);

export const tooLarge = (ProposedSize: number, MaxSizeAllowed: number) =>
  new S3Refusal(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    ProposedSize: String(ProposedSize),
    MaxSizeAllowed: String(MaxSizeAllowed),
  });

export const tooSmall = (ProposedSize: number, MinSizeAllowed: number) =>
  new S3Refusal(
    400,
    'EntityTooSmall',
    'Your proposed upload is smaller than the minimum allowed size',
    { ProposedSize: String(ProposedSize), MinSizeAllowed: String(MinSizeAllowed) },
  );
