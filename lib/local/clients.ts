import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Network } from './network.ts';
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

/** @param network where some of the services are, if any is in this process */
export function createClients(
  addresses: ServiceAddresses,
  region: string,
  network?: Network,
): Clients {
  const common = { region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const at = (endpoint: string) => ({
    ...common,
    endpoint,
    requestHandler: network?.serverOf(endpoint)
      ? network.requestHandler
      : { httpAgent: { maxSockets } },
  });
  const dynamodb = new DynamoDBClient(at(addresses.dynamodb));
  const streams = new DynamoDBStreamsClient(at(addresses.dynamodb));
  const sqs = new SQSClient(at(addresses.sqs));
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
