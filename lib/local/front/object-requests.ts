import type { ServiceRequest } from './protocols.ts';

type Head = Pick<ServiceRequest, 'method' | 'url' | 'headers'>;

/** Operations on an object by method and what the query names. */
const objectOperations: Readonly<Record<string, string>> = {
  'GET ': 'GetObject',
  'HEAD ': 'HeadObject',
  'PUT ': 'PutObject',
  'DELETE ': 'DeleteObject',
  'POST uploads': 'CreateMultipartUpload',
  'PUT uploadId': 'UploadPart',
  'GET uploadId': 'ListParts',
  'POST uploadId': 'CompleteMultipartUpload',
  'DELETE uploadId': 'AbortMultipartUpload',
};

/** The same of requests that name a source. */
const copyOperations: Readonly<Record<string, string>> = {
  'PUT ': 'CopyObject',
  'PUT uploadId': 'UploadPartCopy',
};

const bucketOperations: Readonly<Record<string, string>> = {
  'GET ': 'ListObjectsV2',
  'HEAD ': 'HeadBucket',
  'PUT ': 'CreateBucket',
  'DELETE ': 'DeleteBucket',
  'GET uploads': 'ListMultipartUploads',
  'POST delete': 'DeleteObjects',
  // A form: the object is named in it.
  'POST ': 'PutObject',
};

/** What S3 is asked for, by a path-style request; decoded. */
export function readObjectRequest({ method = 'GET', url = '/', headers }: Head): {
  operation: string;
  input: Record<string, unknown>;
} {
  const { pathname, searchParams: query } = new URL(url, 'http://localhost');
  const [Bucket = '', ...rest] = pathname.slice(1).split('/');
  const Key = decodeURIComponent(rest.join('/'));
  const named = ['uploads', 'uploadId', 'delete'].find((name) => query.has(name)) ?? '';
  const asked = `${method} ${named}`;
  if (Key === '') return { operation: bucketOperations[asked] ?? asked, input: { Bucket } };
  const source = headers['x-amz-copy-source'];
  const isCopy = typeof source === 'string';
  return {
    operation: (isCopy ? copyOperations[asked] : objectOperations[asked]) ?? asked,
    input: { Bucket, Key, ...(isCopy && { CopySource: decodeURIComponent(source) }) },
  };
}
