import type { Grant, Resource } from '../../grants.ts';
import type { ServiceCall } from './call.ts';

/** One action on one resource, as both grants and calls say it: `sqs:SendMessage on queue fan-out`. */
export type Access = `${string}:${string} on ${string}`;

/** Tells the resources of a stack by the names that calls give them. */
export interface StackNames {
  isTable(name: string): boolean;
  isBucket(name: string): boolean;
  /** A queue's name without prefix; `undefined` when it is none of the stack's. */
  queueOf(name: string): string | undefined;
}

/** The names of one stack. */
export function stackNames(stack: {
  tableName: string;
  queuePrefix: string;
  bucketName: string;
}): StackNames {
  const { tableName, queuePrefix, bucketName } = stack;
  return {
    isTable: (name) => name === tableName,
    isBucket: (name) => name === bucketName,
    queueOf: (name) => (name.startsWith(queuePrefix) ? name.slice(queuePrefix.length) : undefined),
  };
}

export function accessesOfGrant({ service, actions, resources }: Grant): Access[] {
  return resources.flatMap((resource) =>
    actions.map((action): Access => `${service}:${action} on ${textOf(resource)}`),
  );
}

function textOf(resource: Resource): string {
  switch (resource.kind) {
    case 'table':
    case 'bucket':
    case 'mailIdentities':
      return resource.kind;
    case 'index':
    case 'queue':
    case 'objects':
    case 'secret':
      return `${resource.kind} ${resource.name}`;
  }
}

/**
 * What IAM asks for when a function makes a call: of transactions the actions of their parts, of SQS
 * batches that of one message. What is not the stack's own is told as it stands in the call.
 */
export function accessesOfCall(
  { service, operation, input }: ServiceCall,
  names: StackNames,
): Access[] {
  switch (service) {
    case 'dynamodb':
      return tableAccesses(operation, input, names);
    case 'sqs': {
      const url = text(input.QueueUrl) ?? text(input.QueueName) ?? '';
      const name = url.slice(url.lastIndexOf('/') + 1);
      const queue = names.queueOf(name);
      const resource = queue === undefined ? `foreign queue ${name}` : `queue ${queue}`;
      return [`sqs:${operation.replace(/Batch$/, '')} on ${resource}`];
    }
    case 's3':
      return objectAccesses(operation, input, names);
    case 'ses':
      return [`ses:${operation} on mailIdentities`];
    case 'idp':
      // Nobody needs a permission to read public keys.
      return [];
  }
}

/** What IAM asks for, where it is not called as the operation is. */
const objectActions: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  CopyObject: 'PutObject',
  UploadPartCopy: 'PutObject',
  ListParts: 'ListMultipartUploadParts',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  HeadBucket: 'ListBucket',
  ListObjectsV2: 'ListBucket',
};

/** Reading asks for the right to list too: without it nobody is told that an object is missing. */
function objectAccesses(
  operation: string,
  { Bucket, Key, CopySource }: ServiceCall['input'],
  names: StackNames,
): Access[] {
  const bucketName = text(Bucket) ?? '';
  if (!names.isBucket(bucketName)) return [`s3:${operation} on foreign bucket ${bucketName}`];
  const action = objectActions[operation] ?? operation;
  const read = (key: string): Access[] => [
    `s3:GetObject on objects ${folderOf(key)}`,
    's3:ListBucket on bucket',
  ];
  if (Key === undefined) return [`s3:${action} on bucket`];
  if (action === 'GetObject') return read(text(Key) ?? '');
  const source = text(CopySource);
  return [
    `s3:${action} on objects ${folderOf(text(Key) ?? '')}`,
    ...(source === undefined ? [] : read(source.slice(source.indexOf('/') + 1))),
  ];
}

const folderOf = (key: string) => key.split('/')[0] ?? '';

interface Part {
  TableName?: unknown;
}

function tableAccesses(
  operation: string,
  input: ServiceCall['input'],
  names: StackNames,
): Access[] {
  const access = (action: string, table: unknown, index?: unknown): Access => {
    const name = text(table) ?? '';
    if (!names.isTable(name)) return `dynamodb:${action} on foreign table ${name}`;
    return `dynamodb:${action} on ${index === undefined ? 'table' : `index ${text(index)}`}`;
  };
  switch (operation) {
    case 'TransactGetItems':
    case 'TransactWriteItems': {
      const parts = (input.TransactItems ?? []) as Record<string, Part>[];
      const all = parts.flatMap((part) =>
        Object.entries(part).map(([kind, { TableName }]) =>
          access(kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`, TableName),
        ),
      );
      return [...new Set(all)];
    }
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.keys(input.RequestItems ?? {}).map((table) => access(operation, table));
    default:
      return [access(operation, input.TableName, input.IndexName)];
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
