import { S3Client } from '@aws-sdk/client-s3';
import { config } from '../config.ts';
import { reportCalls } from './calls.ts';
import { clientDefaults } from './deadline.ts';

let client: S3Client | undefined;

/** The process's S3 client, made at first use. */
export function s3(): S3Client {
  if (client === undefined) {
    client = new S3Client({
      ...clientDefaults,
      region: config.region,
      // Checksums are asked for where they matter, and not of every document.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(config.endpoints.s3 && { endpoint: config.endpoints.s3, forcePathStyle: true }),
    });
    client.middlewareStack.use(reportCalls('s3'));
  }
  return client;
}
