import type { ServiceName } from '../call.ts';
import { dynamodbGuard } from './dynamodb.ts';
import type { Guard } from './guard.ts';
import { sesGuard } from './ses.ts';
import { sqsGuard } from './sqs.ts';

/** What is always checked in front of each service. */
export const guards: Readonly<Record<ServiceName, Guard>> = {
  dynamodb: dynamodbGuard,
  sqs: sqsGuard,
  ses: sesGuard,
  // Our own: it refuses by itself.
  s3: () => undefined,
  idp: () => undefined,
};
