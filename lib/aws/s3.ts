import { S3Client } from '@aws-sdk/client-s3';
import { config } from '../config.ts';
import { reportCalls } from './calls.ts';
import { clientOptions } from './client-options.ts';

let client: S3Client | undefined;

/** The process's S3 client, made at first use. */
export function s3(): S3Client {
  if (client === undefined) {
    client = new S3Client({
      ...clientOptions('s3'),
      // Checksums are asked for where they matter, and not of every document.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      forcePathStyle: config.endpoints.s3 !== undefined,
    });
    client.middlewareStack.use(reportCalls('s3'));
  }
  return client;
}
