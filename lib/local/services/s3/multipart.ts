import { createHash, randomBytes } from 'node:crypto';
import { type Checksums, checksumName, compositeChecksum, statedChecksums } from './checksums.ts';
import { enforceWriteConditions } from './conditions.ts';
import { quoted } from './etag.ts';
import {
  answer,
  answerXml,
  type BucketExchange,
  headerOf,
  type ObjectExchange,
} from './exchange.ts';
import { describedBy } from './object-headers.ts';
import { checksumHeaders, readCopiedPart } from './objects.ts';
import { type Content, receive } from './receive.ts';
import {
  badDigest,
  invalidArgument,
  invalidRequest,
  noSuchUpload,
  notImplemented,
  S3Refusal,
} from './refusal.ts';
import { type ObjectRecord, type PartRecord, segmentOf, type UploadRecord } from './store.ts';
import { readDocument, receiveUpload } from './upload-body.ts';
import { childrenOf, readXml, textOf } from './xml.ts';

const mostParts = 10_000;
const smallestPart = 5 * 1024 * 1024;
const longestPage = 1000;

/** @throws S3Refusal NoSuchUpload */
function uploadOf({ bucket, key, signed }: ObjectExchange): UploadRecord {
  const id = signed.query.get('uploadId') ?? '';
  const upload = bucket.uploads.get(id);
  if (upload?.key !== key) throw noSuchUpload(id);
  return upload;
}

export async function createUpload(exchange: ObjectExchange): Promise<void> {
  const { store, bucket, key, request } = exchange;
  const algorithm = headerOf(exchange, 'x-amz-checksum-algorithm');
  const type = headerOf(exchange, 'x-amz-checksum-type');
  if (type !== '' && type !== 'COMPOSITE') throw notImplemented(`Checksum type ${type}`);
  const upload: UploadRecord = {
    id: randomBytes(32).toString('hex'),
    key,
    startedAt: new Date().toISOString(),
    ...describedBy(request.headers),
    ...(algorithm !== '' && { checksumAlgorithm: checksumName(algorithm) }),
    parts: [],
  };
  await store.saveUpload(bucket, upload);
  answerXml(exchange, 'InitiateMultipartUploadResult', {
    Bucket: bucket.name,
    Key: key,
    UploadId: upload.id,
  });
}

/** @throws S3Refusal InvalidArgument */
function partNumberOf({ signed }: ObjectExchange): number {
  const number = Number(signed.query.get('partNumber'));
  if (Number.isInteger(number) && number >= 1 && number <= mostParts) return number;
  throw invalidArgument(`Part number must be an integer between 1 and ${mostParts}, inclusive`);
}

export async function uploadPart(exchange: ObjectExchange): Promise<void> {
  const { store, bucket } = exchange;
  const { checksumAlgorithm } = uploadOf(exchange);
  const number = partNumberOf(exchange);
  const content = await receiveUpload(exchange);
  const missing = checksumAlgorithm && !content.stated[checksumName(checksumAlgorithm)];
  if (missing) {
    await store.discard(bucket, [content]);
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${checksumAlgorithm.toLowerCase()}, actual checksum Type: null`,
    );
  }
  const part = await keepPart(exchange, number, content, content.stated);
  answer(exchange, 200, { etag: part.etag, ...checksumHeaders(part.checksums) });
}

export async function copyPart(exchange: ObjectExchange): Promise<void> {
  const { store, bucket } = exchange;
  const { checksumAlgorithm } = uploadOf(exchange);
  const number = partNumberOf(exchange);
  const body = await readCopiedPart(exchange);
  const algorithms = checksumAlgorithm === undefined ? [] : [checksumName(checksumAlgorithm)];
  const content = await receive(store, bucket, body, { algorithms });
  const part = await keepPart(exchange, number, content, content.checksums);
  answerXml(exchange, 'CopyPartResult', {
    LastModified: part.lastModified,
    ETag: part.etag,
    ...checksumElements(part.checksums),
  });
}

async function keepPart(
  exchange: ObjectExchange,
  number: number,
  content: Content,
  checksums: Checksums,
): Promise<PartRecord> {
  const { store, bucket, key } = exchange;
  const { id } = uploadOf(exchange);
  const part: PartRecord = {
    number,
    segment: segmentOf(content),
    etag: `"${content.md5}"`,
    lastModified: new Date().toISOString(),
    checksums,
  };
  await store.alone(bucket, key, async () => {
    const upload = bucket.uploads.get(id);
    if (!upload) {
      await store.discard(bucket, [part.segment]);
      throw noSuchUpload(id);
    }
    const [before] = upload.parts.filter((other) => other.number === number);
    const others = upload.parts.filter((other) => other.number !== number);
    const parts = [...others, part].sort((one, other) => one.number - other.number);
    await store.saveUpload(bucket, { ...upload, parts });
    if (before) await store.discard(bucket, [before.segment]);
  });
  return part;
}

const checksumElements = (checksums: Checksums) =>
  Object.fromEntries(
    Object.entries(checksums).map(([name, value]) => [`Checksum${name.toUpperCase()}`, value]),
  );

export function listParts(exchange: ObjectExchange): void {
  const { bucket, key, signed } = exchange;
  const upload = uploadOf(exchange);
  const after = Number(signed.query.get('part-number-marker') ?? 0);
  const most = Math.min(Number(signed.query.get('max-parts') ?? longestPage), longestPage);
  const rest = upload.parts.filter(({ number }) => number > after);
  const page = rest.slice(0, most);
  answerXml(exchange, 'ListPartsResult', {
    Bucket: bucket.name,
    Key: key,
    UploadId: upload.id,
    PartNumberMarker: after,
    NextPartNumberMarker: page.at(-1)?.number ?? after,
    MaxParts: most,
    IsTruncated: rest.length > page.length,
    Part: page.map(({ number, segment, etag, lastModified, checksums }) => ({
      PartNumber: number,
      LastModified: lastModified,
      ETag: etag,
      Size: segment.size,
      ...checksumElements(checksums),
    })),
  });
}

interface StatedPart {
  number: number;
  etag: string;
  checksums: Checksums;
}

async function readStatedParts(exchange: ObjectExchange): Promise<StatedPart[]> {
  const document = readXml(await readDocument(exchange), 'CompleteMultipartUpload');
  return childrenOf(document, 'Part').map((part) => ({
    number: Number(textOf(part, 'PartNumber')),
    etag: quoted(textOf(part, 'ETag') ?? ''),
    checksums: statedChecksums(
      Object.fromEntries(
        part.children
          .filter(({ name }) => name.startsWith('Checksum'))
          .map(({ name, text }) => [`x-amz-checksum-${name.slice(8).toLowerCase()}`, text]),
      ),
    ),
  }));
}

/** The parts of an upload that are named. @throws S3Refusal */
function partsOf({ parts }: UploadRecord, stated: readonly StatedPart[]): PartRecord[] {
  if (stated.length === 0) {
    throw new S3Refusal(400, 'MalformedXML', 'You must specify at least one part');
  }
  if (stated.some(({ number }, index) => number <= (stated[index - 1]?.number ?? 0))) {
    throw new S3Refusal(
      400,
      'InvalidPartOrder',
      'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
    );
  }
  return stated.map(({ number, etag, checksums }, index) => {
    const part = parts.find((one) => one.number === number);
    const differs = Object.entries(checksums).some(
      ([name, value]) => part?.checksums[name as keyof Checksums] !== value,
    );
    if (part?.etag !== etag || differs) {
      throw new S3Refusal(
        400,
        'InvalidPart',
        'One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part’s entity tag.',
        { PartNumber: String(number) },
      );
    }
    if (index < stated.length - 1 && part.segment.size < smallestPart) {
      throw new S3Refusal(
        400,
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed size',
        { PartNumber: String(number), ProposedSize: String(part.segment.size) },
      );
    }
    return part;
  });
}

function checksumsOf({ checksumAlgorithm }: UploadRecord, parts: readonly PartRecord[]): Checksums {
  if (checksumAlgorithm === undefined) return {};
  const name = checksumName(checksumAlgorithm);
  const values = parts.map(({ checksums }) => checksums[name]);
  if (values.some((value) => value === undefined)) {
    throw new S3Refusal(400, 'InvalidRequest', `A part has no ${name} checksum.`);
  }
  return { [name]: compositeChecksum(name, values as string[]) };
}

export async function completeUpload(exchange: ObjectExchange): Promise<void> {
  const { store, bucket, key, request } = exchange;
  const stated = await readStatedParts(exchange);
  await store.alone(bucket, key, async () => {
    const upload = uploadOf(exchange);
    enforceWriteConditions(exchange, key, bucket.objects.get(key));
    const parts = partsOf(upload, stated);
    const size = parts.reduce((sum, { segment }) => sum + segment.size, 0);
    const statedSize = headerOf(exchange, 'x-amz-mp-object-size');
    if (statedSize !== '' && Number(statedSize) !== size) {
      throw new S3Refusal(400, 'InvalidRequest', 'The size differs from x-amz-mp-object-size.');
    }
    const checksums = checksumsOf(upload, parts);
    for (const [name, value] of Object.entries(statedChecksums(request.headers))) {
      const actual = checksums[name as keyof Checksums];
      if (actual !== value && actual?.replace(/-\d+$/, '') !== value) {
        throw badDigest(name.toUpperCase());
      }
    }
    const digests = parts.map(({ etag }) => Buffer.from(etag.slice(1, -1), 'hex'));
    const md5 = createHash('md5').update(Buffer.concat(digests)).digest('hex');
    const record: ObjectRecord = {
      key,
      segments: parts.map(({ segment }) => segment),
      size,
      etag: `"${md5}-${parts.length}"`,
      lastModified: new Date().toISOString(),
      headers: upload.headers,
      metadata: upload.metadata,
      checksums,
      tags: [],
    };
    await store.putObject(bucket, record);
    await store.removeUpload(bucket, upload, record.segments);
    answerXml(exchange, 'CompleteMultipartUploadResult', {
      Location: `/${bucket.name}/${key}`,
      Bucket: bucket.name,
      Key: key,
      ETag: record.etag,
      ...checksumElements(checksums),
    });
  });
}

export async function abortUpload(exchange: ObjectExchange): Promise<void> {
  const { store, bucket, key } = exchange;
  await store.alone(bucket, key, () => store.removeUpload(bucket, uploadOf(exchange)));
  answer(exchange, 204);
}

export function listUploads(exchange: BucketExchange): void {
  const { bucket, signed } = exchange;
  const prefix = signed.query.get('prefix') ?? '';
  const uploads = [...bucket.uploads.values()].filter(({ key }) => key.startsWith(prefix));
  answerXml(exchange, 'ListMultipartUploadsResult', {
    Bucket: bucket.name,
    Prefix: prefix,
    MaxUploads: longestPage,
    IsTruncated: false,
    Upload: uploads.map(({ id, key, startedAt }) => ({
      Key: key,
      UploadId: id,
      Initiated: startedAt,
    })),
  });
}
