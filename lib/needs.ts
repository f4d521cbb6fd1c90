import type { IndexName } from './model/table.ts';
import type { SecretName } from './secrets.ts';

/** Actions of the table that a function can be allowed. A transaction needs those of its parts. */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'Scan'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem'
  | 'DescribeTable';

/** Actions on objects that a function can be allowed. What reads one may also learn that it is missing. */
export type ObjectAction =
  | 'GetObject'
  | 'PutObject'
  | 'DeleteObject'
  | 'AbortMultipartUpload'
  | 'ListMultipartUploadParts';

/** How the keys of objects begin, up to the first slash. */
export type ObjectFolder = 'uploads' | 'files' | 'renditions';

/**
 * What a route, worker or task may do; its IAM role says this and nothing else. A new kind of
 * resource gets its field here and its statement in the role generator.
 */
export interface Needs {
  dynamodb?: readonly TableAction[];
  /** Indexes of the table that it queries; the table itself takes `Query`. */
  indexes?: readonly IndexName[];
  /** Names of the queues it sends to. */
  sqs?: readonly string[];
  /** Names of the queues whose depth it reads. */
  queueDepth?: readonly string[];
  /** Names of the queues to which it moves messages back from their dead-letter queues. */
  redrive?: readonly string[];
  objects?: { readonly [folder in ObjectFolder]?: readonly ObjectAction[] };
  /** What it asks of the bucket as a whole. */
  bucket?: readonly ('ListBucket' | 'ListBucketMultipartUploads')[];
  ses?: readonly 'SendEmail'[];
  secrets?: readonly SecretName[];
}
