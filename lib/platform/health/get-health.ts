import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { readVerificationKeys } from '../../auth/keys.ts';
import { dynamodb } from '../../aws/dynamodb.ts';
import { s3 } from '../../aws/s3.ts';
import { sqs } from '../../aws/sqs.ts';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { queueUrl } from '../../queue/enqueue.ts';
import { type QueueDefinition, queueName } from '../../queue/queue.ts';
import { freshMilliseconds } from '../../secrets.ts';
import type { health } from './schema.ts';

type Health = z.infer<typeof health>;

const patienceMilliseconds = 2000;

/** Asks every dependency at once; one that fails or keeps silent for two seconds is down. */
export async function getHealth(ctx: Context, queues: readonly QueueDefinition[]): Promise<Health> {
  const [table, queuesState, bucket, secrets] = await Promise.all([
    probe(ctx, 'table', readTable),
    // One queue stands for the service that keeps them all.
    probe(ctx, 'queues', (signal) => readQueue(queues[0], signal)),
    probe(ctx, 'bucket', readBucket),
    probe(ctx, 'secrets', () => readVerificationKeys(freshMilliseconds)),
  ]);
  const dependencies = { table, queues: queuesState, bucket, secrets };
  const status = Object.values(dependencies).includes('down') ? 'down' : 'up';
  return { status, build: config.build, dependencies };
}

async function probe(
  { log }: Context,
  dependency: string,
  ask: (signal: AbortSignal) => Promise<unknown>,
): Promise<'up' | 'down'> {
  const signal = AbortSignal.timeout(patienceMilliseconds);
  const timeout = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  try {
    await Promise.race([ask(signal), timeout]);
    return 'up';
  } catch (error) {
    log.warn('dependency is down', { dependency, error });
    return 'down';
  }
}

const readTable = (abortSignal: AbortSignal) =>
  dynamodb().send(
    new GetCommand({ TableName: config.tableName, Key: { pk: '$health', sk: '$health' } }),
    { abortSignal },
  );

const readBucket = (abortSignal: AbortSignal) =>
  s3().send(new HeadBucketCommand({ Bucket: config.bucketName }), { abortSignal });

async function readQueue(
  queue: QueueDefinition | undefined,
  abortSignal: AbortSignal,
): Promise<void> {
  if (!queue) return;
  const QueueUrl = await queueUrl(queueName(queue));
  await sqs().send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    { abortSignal },
  );
}
