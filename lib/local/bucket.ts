import {
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  PutBucketCorsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { bucketCors, cors } from '../http/cors.ts';

/** Makes the bucket when it is missing, and lets pages of these origins reach it. */
export async function ensureBucket(
  client: S3Client,
  Bucket: string,
  origins: readonly string[],
): Promise<void> {
  try {
    await client.send(new CreateBucketCommand({ Bucket }));
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  }
  if (origins.length === 0) return;
  const rule = (methods: readonly string[], allowed: readonly string[]) => ({
    AllowedOrigins: [...allowed],
    AllowedMethods: [...methods],
    AllowedHeaders: [...bucketCors.headers],
    ExposeHeaders: [...bucketCors.exposedHeaders],
    MaxAgeSeconds: cors.maxAgeSeconds,
  });
  const { methods, downloadOrigins } = bucketCors;
  const CORSRules = [rule(methods.upload, origins), rule(methods.download, downloadOrigins)];
  await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
}
