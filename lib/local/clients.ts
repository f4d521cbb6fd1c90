import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { ServiceAddresses } from './services/services.ts';

/** The SDK's clients of the local services. */
export interface Clients {
  dynamodb: DynamoDBClient;
  streams: DynamoDBStreamsClient;
  sqs: SQSClient;
  s3: S3Client;
  destroy(): void;
}

/** Long polls hold a connection for each queue. */
const maxSockets = 500;

export function createClients(addresses: ServiceAddresses, region: string): Clients {
  const common = { region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const dynamodb = new DynamoDBClient({ ...common, endpoint: addresses.dynamodb });
  const streams = new DynamoDBStreamsClient({ ...common, endpoint: addresses.dynamodb });
  const sqs = new SQSClient({
    ...common,
    endpoint: addresses.sqs,
    requestHandler: { httpAgent: { maxSockets } },
  });
  const s3 = new S3Client({ ...common, endpoint: addresses.s3, forcePathStyle: true });
  return {
    dynamodb,
    streams,
    sqs,
    s3,
    destroy() {
      for (const client of [dynamodb, streams, sqs, s3]) client.destroy();
    },
  };
}
