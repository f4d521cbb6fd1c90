import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Checksums, checksumName, createHasher } from './checksums.ts';
import { enforceCopyConditions, enforceWriteConditions, isUnmodified } from './conditions.ts';
import { answer, answerXml, type Headers, headerOf, type ObjectExchange } from './exchange.ts';
import { describedBy, metadataHeaders, overridesIn } from './object-headers.ts';
import { invalidArgument, invalidRequest, noSuchKey, S3Refusal } from './refusal.ts';
import { type ObjectRecord, type Segment, segmentOf } from './store.ts';
import { readDocument, receiveUpload } from './upload-body.ts';
import { childrenOf, readXml, textOf, writeXml } from './xml.ts';

export function checksumHeaders(checksums: Checksums): Record<string, string> {
  return Object.fromEntries(
    Object.entries(checksums).map(([name, value]) => [`x-amz-checksum-${name}`, value]),
  );
}

/** Where something is found by its key. @throws S3Refusal NoSuchKey */
export function objectOf({ bucket, key }: ObjectExchange): ObjectRecord {
  const object = bucket.objects.get(key);
  if (!object) throw noSuchKey(key);
  return object;
}

export async function putObject(exchange: ObjectExchange): Promise<void> {
  const { store, bucket, key, request } = exchange;
  enforceWriteConditions(exchange, key, bucket.objects.get(key));
  const described = describedBy(request.headers);
  const content = await receiveUpload(exchange);
  const record: ObjectRecord = {
    key,
    segments: [segmentOf(content)],
    size: content.size,
    etag: `"${content.md5}"`,
    lastModified: new Date().toISOString(),
    ...described,
    checksums: content.stated,
    tags: [],
  };
  await store.alone(bucket, key, async () => {
    try {
      enforceWriteConditions(exchange, key, bucket.objects.get(key));
    } catch (error) {
      await store.discard(bucket, record.segments);
      throw error;
    }
    await store.putObject(bucket, record);
  });
  answer(exchange, 200, {
    etag: record.etag,
    ...checksumHeaders(record.checksums),
    'x-amz-server-side-encryption': 'AES256',
  });
}

interface ByteRange {
  first: number;
  last: number;
}

/** The range that is asked for; `undefined` for all. @throws S3Refusal InvalidRange */
function rangeOf(exchange: ObjectExchange, size: number): ByteRange | undefined {
  const text = headerOf(exchange, 'range');
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(text) ?? [];
  // What is no range, and several at once, is ignored.
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (first > last) {
    throw new S3Refusal(416, 'InvalidRange', 'The requested range is not satisfiable', {
      RangeRequested: text,
      ActualObjectSize: String(size),
    });
  }
  return { first, last };
}

export async function getObject(exchange: ObjectExchange): Promise<void> {
  const { request, response, bucket, store } = exchange;
  const object = objectOf(exchange);
  const shared: Headers = {
    etag: object.etag,
    'last-modified': new Date(object.lastModified).toUTCString(),
    'cache-control': object.headers['cache-control'],
  };
  if (isUnmodified(exchange, object)) return answer(exchange, 304, shared);
  const range = rangeOf(exchange, object.size);
  const { first, last } = range ?? { first: 0, last: object.size - 1 };
  const showsChecksums = !range && headerOf(exchange, 'x-amz-checksum-mode') === 'ENABLED';
  const headers: Headers = {
    ...shared,
    ...object.headers,
    ...metadataHeaders(object.metadata),
    ...overridesIn(exchange),
    ...(showsChecksums && checksumHeaders(object.checksums)),
    ...(range && { 'content-range': `bytes ${first}-${last}/${object.size}` }),
    'accept-ranges': 'bytes',
    'content-length': last - first + 1,
    'x-amz-server-side-encryption': 'AES256',
  };
  const status = range ? 206 : 200;
  if (request.method === 'HEAD' || object.size === 0) return answer(exchange, status, headers);
  const path = (file: string) => store.pathOf(bucket, file);
  const parts = await openParts(path, object.segments, { first, last });
  const given = Object.entries(headers).filter(([, value]) => value !== undefined);
  response.writeHead(status, Object.fromEntries(given) as Record<string, string>);
  await pipeline(bytesOf(parts), response);
}

interface OpenPart {
  handle: FileHandle;
  start: number;
  end: number;
}

/** Opens all files of a range at once: what is open stays, though the object be replaced. */
async function openParts(
  pathOf: (file: string) => string,
  segments: readonly Segment[],
  { first, last }: ByteRange,
): Promise<OpenPart[]> {
  let begin = 0;
  const parts: Promise<OpenPart>[] = [];
  for (const { file, size } of segments) {
    const start = Math.max(first - begin, 0);
    const end = Math.min(last - begin, size - 1);
    begin += size;
    if (start <= end) parts.push(open(pathOf(file)).then((handle) => ({ handle, start, end })));
  }
  return Promise.all(parts);
}

async function* bytesOf(parts: readonly OpenPart[]): AsyncGenerator<Buffer> {
  try {
    for (const { handle, start, end } of parts) {
      const stream = handle.createReadStream({ start, end, autoClose: false });
      for await (const bytes of stream) yield bytes as Buffer;
    }
  } finally {
    await Promise.all(parts.map(({ handle }) => handle.close()));
  }
}

/** The source of a copy: `bucket/key`, encoded. */
export function copySource(exchange: ObjectExchange) {
  const text = headerOf(exchange, 'x-amz-copy-source').replace(/^\//, '');
  const at = text.indexOf('/');
  if (at < 1) throw invalidArgument('Copy Source must mention the source bucket and key');
  const bucket = exchange.store.buckets.get(decodeURIComponent(text.slice(0, at)));
  const key = decodeURIComponent(text.slice(at + 1));
  if (!bucket) {
    throw new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
  }
  const object = bucket.objects.get(key);
  if (!object) throw noSuchKey(key);
  return { bucket, object };
}

/** S3 copies no more than this at once. */
const largestCopy = 5 * 1024 ** 3;

export async function copyObject(exchange: ObjectExchange): Promise<void> {
  const { store, bucket, key, request } = exchange;
  const source = copySource(exchange);
  enforceCopyConditions(exchange, source.object);
  if (source.object.size > largestCopy) {
    throw invalidRequest('The specified copy source is larger than the maximum allowable size');
  }
  const replaces = headerOf(exchange, 'x-amz-metadata-directive') === 'REPLACE';
  if (source.object === bucket.objects.get(key) && !replaces) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.",
    );
  }
  const algorithm = headerOf(exchange, 'x-amz-checksum-algorithm');
  const checksums =
    algorithm === '' ? source.object.checksums : await checksumsOf(exchange, source, algorithm);
  const record: ObjectRecord = {
    ...source.object,
    ...(replaces && describedBy(request.headers)),
    key,
    segments: await store.linkSegments(bucket, source.bucket, source.object.segments),
    lastModified: new Date().toISOString(),
    checksums,
  };
  await store.alone(bucket, key, () => store.putObject(bucket, record));
  answerXml(exchange, 'CopyObjectResult', {
    LastModified: record.lastModified,
    ETag: record.etag,
    ...Object.fromEntries(
      Object.entries(checksums).map(([name, value]) => [`Checksum${name.toUpperCase()}`, value]),
    ),
  });
}

async function checksumsOf(
  exchange: ObjectExchange,
  source: CopySource,
  algorithm: string,
): Promise<Checksums> {
  const name = checksumName(algorithm);
  const hasher = createHasher(name);
  const all = { first: 0, last: source.object.size - 1 };
  for await (const bytes of await readSource(exchange, source, all)) hasher.update(bytes);
  return { [name]: hasher.digest().toString('base64') };
}

type CopySource = ReturnType<typeof copySource>;

async function readSource(
  { store }: ObjectExchange,
  { bucket, object }: CopySource,
  range: ByteRange,
): Promise<AsyncIterable<Buffer>> {
  const path = (file: string) => store.pathOf(bucket, file);
  return bytesOf(await openParts(path, object.segments, range));
}

/** What a part is to be made of: all of another object, or a range of it. @throws S3Refusal */
export async function readCopiedPart(exchange: ObjectExchange): Promise<AsyncIterable<Buffer>> {
  const source = copySource(exchange);
  enforceCopyConditions(exchange, source.object);
  const { size } = source.object;
  const text = headerOf(exchange, 'x-amz-copy-source-range');
  const [, first = '0', last = String(size - 1)] = /^bytes=(\d+)-(\d+)$/.exec(text) ?? [];
  const range = { first: Number(first), last: Number(last) };
  if (range.first > range.last || range.last >= size) {
    throw invalidArgument(`Range specified is not valid for source object of size: ${size}`);
  }
  return readSource(exchange, source, range);
}

export async function deleteObject(exchange: ObjectExchange): Promise<void> {
  const { store, bucket, key } = exchange;
  const ifMatch = headerOf(exchange, 'if-match');
  await store.alone(bucket, key, async () => {
    if (ifMatch !== '') enforceWriteConditions(exchange, key, bucket.objects.get(key));
    await store.removeObject(bucket, key);
  });
  answer(exchange, 204);
}

export function getObjectTagging(exchange: ObjectExchange): void {
  const { tags } = objectOf(exchange);
  const Tag = tags.map(([Key, Value]) => ({ Key, Value }));
  answerXml(exchange, 'Tagging', { TagSet: { Tag } });
}

const mostTags = 10;

export async function putObjectTagging(exchange: ObjectExchange): Promise<void> {
  const { store, bucket } = exchange;
  const [set] = childrenOf(readXml(await readDocument(exchange), 'Tagging'), 'TagSet');
  const tags = (set ? childrenOf(set, 'Tag') : []).map((tag): [string, string] => [
    textOf(tag, 'Key') ?? '',
    textOf(tag, 'Value') ?? '',
  ]);
  if (tags.length > mostTags) {
    throw new S3Refusal(400, 'BadRequest', 'Object tags cannot be greater than 10');
  }
  await store.alone(bucket, exchange.key, () =>
    // The same bytes: nothing of the record before is to go.
    replaceRecord(exchange, { ...objectOf(exchange), tags }),
  );
  answer(exchange, 200);
}

async function replaceRecord(exchange: ObjectExchange, record: ObjectRecord): Promise<void> {
  const { store, bucket } = exchange;
  const before = bucket.objects.get(exchange.key);
  const segments = await store.linkSegments(bucket, bucket, record.segments);
  if (before) await store.putObject(bucket, { ...record, segments });
}

/** What an error tells with no body to tell it in. */
export const errorBody = (refusal: S3Refusal, resource: string, RequestId: string) =>
  writeXml(
    'Error',
    {
      Code: refusal.code,
      Message: refusal.message,
      ...refusal.details,
      Resource: resource,
      RequestId,
    },
    false,
  );
