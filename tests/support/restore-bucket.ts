import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

/** A small object as a test keeps it. */
export interface KeptObject {
  Key: string;
  ContentType: string;
  Body: Buffer;
}

const keysIn = async (client: S3Client, Bucket: string) => {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key = '' }) => Key);
};

const uploadsIn = async (client: S3Client, Bucket: string) => {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  return Uploads;
};

/** Keys of the uploads in parts that are neither put together nor given up. */
export const openUploads = async (client: S3Client, Bucket: string): Promise<string[]> =>
  (await uploadsIn(client, Bucket)).map(({ Key = '' }) => Key);

/** All objects of a bucket, which are few. */
export async function readObjects(client: S3Client, Bucket: string): Promise<KeptObject[]> {
  const keys = await keysIn(client, Bucket);
  return Promise.all(
    keys.map(async (Key) => {
      const { Body, ContentType = '' } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return { Key, ContentType, Body: Buffer.from((await Body?.transformToByteArray()) ?? []) };
    }),
  );
}

/** Leaves a bucket with just these objects, and no open uploads. */
export async function replaceObjects(
  client: S3Client,
  Bucket: string,
  objects: readonly KeptObject[],
): Promise<void> {
  const wanted = new Set(objects.map(({ Key }) => Key));
  const present = await keysIn(client, Bucket);
  const strangers = present.filter((Key) => !wanted.has(Key));
  const uploads = await uploadsIn(client, Bucket);
  await Promise.all([
    ...uploads.map(({ Key, UploadId }) =>
      client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })),
    ),
    ...strangers.map((Key) => client.send(new DeleteObjectCommand({ Bucket, Key }))),
    ...objects.map((object) => client.send(new PutObjectCommand({ Bucket, ...object }))),
  ]);
}
