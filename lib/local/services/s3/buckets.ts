import { answer, answerXml, type BucketExchange, type Exchange, headerOf } from './exchange.ts';
import { invalidArgument, S3Refusal } from './refusal.ts';
import type { ObjectRecord } from './store.ts';
import { readDocument } from './upload-body.ts';
import { childrenOf, readXml, textOf, type XmlObject } from './xml.ts';

const longestPage = 1000;

export function listBuckets(exchange: Exchange): void {
  const Bucket = [...exchange.store.buckets.values()].map(({ name, createdAt }) => ({
    Name: name,
    CreationDate: createdAt,
  }));
  answerXml(exchange, 'ListAllMyBucketsResult', { Owner: { ID: 'local' }, Buckets: { Bucket } });
}

const bucketName = /^(?!\d+\.\d+\.\d+\.\d+$|xn--)[a-z\d](?:[a-z\d.-]*[a-z\d])?$/;

export async function createBucket(exchange: Exchange, name: string): Promise<void> {
  const { store } = exchange;
  await readDocument(exchange);
  if (name.length < 3 || name.length > 63 || !bucketName.test(name) || name.includes('..')) {
    throw new S3Refusal(400, 'InvalidBucketName', 'The specified bucket is not valid.');
  }
  if (store.buckets.has(name)) {
    throw new S3Refusal(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
    );
  }
  await store.createBucket(name);
  answer(exchange, 200, { location: `/${name}` });
}

export async function deleteBucket(exchange: BucketExchange): Promise<void> {
  const { bucket, store } = exchange;
  if (bucket.objects.size > 0) {
    throw new S3Refusal(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty');
  }
  await store.removeBucket(bucket);
  answer(exchange, 204);
}

/** By the bytes of their keys, as S3 lists. */
const byKey = (one: ObjectRecord, other: ObjectRecord) =>
  Buffer.compare(Buffer.from(one.key), Buffer.from(other.key));

export function listObjects(exchange: BucketExchange): void {
  const { bucket, signed } = exchange;
  const { query } = signed;
  if (query.get('list-type') !== '2') throw invalidArgument('Only list-type=2 is spoken here');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const most = Math.min(Number(query.get('max-keys') ?? longestPage), longestPage);
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : readToken(token);
  const encoded = query.get('encoding-type') === 'url';
  const name = (key: string) => (encoded ? encodeURIComponent(key).replaceAll('%2F', '/') : key);

  const contents: XmlObject[] = [];
  const prefixes = new Set<string>();
  let last = '';
  let isTruncated = false;
  const afterBytes = Buffer.from(after);
  const fitting = [...bucket.objects.values()]
    .filter(({ key }) => key.startsWith(prefix))
    .filter(({ key }) => after === '' || Buffer.compare(Buffer.from(key), afterBytes) > 0)
    .sort(byKey);
  for (const object of fitting) {
    const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    const common = cut < 0 ? undefined : object.key.slice(0, cut + delimiter.length);
    if (common !== undefined && (prefixes.has(common) || after.startsWith(common))) {
      last = object.key;
      continue;
    }
    if (contents.length + prefixes.size >= most) {
      isTruncated = true;
      break;
    }
    if (common !== undefined) prefixes.add(common);
    else {
      contents.push({
        Key: name(object.key),
        LastModified: object.lastModified,
        ETag: object.etag,
        Size: object.size,
        StorageClass: 'STANDARD',
      });
    }
    last = object.key;
  }
  answerXml(exchange, 'ListBucketResult', {
    Name: bucket.name,
    Prefix: name(prefix),
    Delimiter: delimiter === '' ? undefined : name(delimiter),
    MaxKeys: most,
    EncodingType: encoded ? 'url' : undefined,
    KeyCount: contents.length + prefixes.size,
    IsTruncated: isTruncated,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: isTruncated ? Buffer.from(last).toString('base64url') : undefined,
    StartAfter: query.get('start-after') ?? undefined,
    Contents: contents,
    CommonPrefixes: [...prefixes].map((Prefix) => ({ Prefix: name(Prefix) })),
  });
}

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (key === '' || Buffer.from(key).toString('base64url') !== token) {
    throw invalidArgument('The continuation token provided is incorrect');
  }
  return key;
}

export async function deleteObjects(exchange: BucketExchange): Promise<void> {
  const { store, bucket } = exchange;
  const isVerified =
    headerOf(exchange, 'content-md5') !== '' ||
    Object.keys(exchange.request.headers).some((name) => name.startsWith('x-amz-checksum-'));
  if (!isVerified) {
    throw new S3Refusal(
      400,
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  }
  const document = readXml(await readDocument(exchange), 'Delete');
  const keys = childrenOf(document, 'Object').map((object) => textOf(object, 'Key') ?? '');
  if (keys.length === 0 || keys.length > longestPage) {
    throw new S3Refusal(400, 'MalformedXML', 'Name between 1 and 1000 objects');
  }
  await Promise.all(
    keys.map((key) => store.alone(bucket, key, () => store.removeObject(bucket, key))),
  );
  const isQuiet = textOf(document, 'Quiet') === 'true';
  answerXml(exchange, 'DeleteResult', { Deleted: isQuiet ? [] : keys.map((Key) => ({ Key })) });
}

/** Configurations that are kept as they are given, and what S3 says where there is none. */
export const settings: Readonly<Record<string, { root: string; missing: string }>> = {
  cors: { root: 'CORSConfiguration', missing: 'NoSuchCORSConfiguration' },
  encryption: {
    root: 'ServerSideEncryptionConfiguration',
    missing: 'ServerSideEncryptionConfigurationNotFoundError',
  },
  lifecycle: { root: 'LifecycleConfiguration', missing: 'NoSuchLifecycleConfiguration' },
  ownershipControls: { root: 'OwnershipControls', missing: 'OwnershipControlsNotFoundError' },
  publicAccessBlock: {
    root: 'PublicAccessBlockConfiguration',
    missing: 'NoSuchPublicAccessBlockConfiguration',
  },
};

export async function putSetting(exchange: BucketExchange, name: string): Promise<void> {
  const { store, bucket } = exchange;
  const text = await readDocument(exchange);
  readXml(text, settings[name]?.root ?? '');
  bucket.settings[name] = text;
  await store.saveSettings(bucket);
  answer(exchange, 200);
}

export function getSetting(exchange: BucketExchange, name: string): void {
  const text = exchange.bucket.settings[name];
  if (text === undefined) {
    throw new S3Refusal(
      404,
      settings[name]?.missing ?? 'NoSuchConfiguration',
      `The ${name} configuration was not found`,
    );
  }
  answer(exchange, 200, { 'content-type': 'application/xml' }, text);
}

export async function deleteSetting(exchange: BucketExchange, name: string): Promise<void> {
  const { store, bucket } = exchange;
  delete bucket.settings[name];
  await store.saveSettings(bucket);
  answer(exchange, 204);
}
