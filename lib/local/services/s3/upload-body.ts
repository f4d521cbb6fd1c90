import { createHash } from 'node:crypto';
import type { ChecksumName } from './checksums.ts';
import {
  type Checksums,
  checksumName,
  checksumNames,
  compareChecksums,
  statedChecksums,
} from './checksums.ts';
import { unchunked } from './chunked-body.ts';
import { type BucketExchange, type Exchange, headerOf } from './exchange.ts';
import { type Content, largestUpload, receive } from './receive.ts';
import { badDigest, invalidRequest, notImplemented, S3Refusal, tooLarge } from './refusal.ts';

const streamed = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const hexadecimal = /^[\da-f]{64}$/;

/** Bytes of a PUT, verified, and the checksums that its sender stated. */
export interface UploadedContent extends Content {
  stated: Checksums;
}

/**
 * Takes in the body of a PUT and verifies all that is said of it: length, MD5, checksums in headers
 * or trailers, and the hash that was signed.
 *
 * @throws S3Refusal
 */
export async function receiveUpload(exchange: BucketExchange): Promise<UploadedContent> {
  const { store, bucket, request, payloadHash } = exchange;
  const { headers } = request;
  const isStreamed = payloadHash === streamed;
  if (payloadHash.startsWith('STREAMING-') && !isStreamed) throw notImplemented(payloadHash);
  const length = lengthOf(exchange, isStreamed);
  if (length > largestUpload) throw tooLarge(length, largestUpload);

  const stated = statedChecksums(headers);
  const announced = headerOf(exchange, 'x-amz-trailer')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  const trailers: Record<string, string> = {};
  const expectsTrailers = announced.map((name) => name.replace('x-amz-checksum-', ''));
  const algorithms = new Set<ChecksumName>([
    ...checksumNames.filter((name) => stated[name] !== undefined),
    ...expectsTrailers.map(checksumName),
  ]);
  if (hexadecimal.test(payloadHash)) algorithms.add('sha256');
  const body = isStreamed
    ? unchunked(request, length, (name, value) => {
        trailers[name] = value;
      })
    : (request as AsyncIterable<Buffer>);
  const content = await receive(store, bucket, body, { algorithms: [...algorithms] });
  try {
    if (announced.some((name) => trailers[name] === undefined)) {
      throw new S3Refusal(400, 'MalformedTrailerError', 'A trailer that was announced is missing.');
    }
    Object.assign(stated, statedChecksums(trailers));
    if (content.size !== length) {
      throw new S3Refusal(400, 'IncompleteBody', 'The body is not as long as was announced.');
    }
    refuseOtherMd5(headerOf(exchange, 'content-md5'), content.md5);
    refuseOtherHash(payloadHash, content.checksums.sha256);
    compareChecksums(stated, content.checksums);
  } catch (error) {
    await store.discard(bucket, [content]);
    throw error;
  }
  return { ...content, stated };
}

function lengthOf(exchange: Exchange, isStreamed: boolean): number {
  const name = isStreamed ? 'x-amz-decoded-content-length' : 'content-length';
  const text = headerOf(exchange, name);
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new S3Refusal(
    411,
    'MissingContentLength',
    'You must provide the Content-Length HTTP header.',
  );
}

/** @param stated Base64 or '' @param md5 hexadecimal */
function refuseOtherMd5(stated: string, md5: string): void {
  if (stated === '') return;
  const bytes = Buffer.from(stated, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== stated) {
    throw new S3Refusal(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  if (bytes.toString('hex') !== md5) throw badDigest('Content-MD5');
}

/** @param sha256 Base64 */
function refuseOtherHash(payloadHash: string, sha256: string | undefined): void {
  if (!hexadecimal.test(payloadHash)) return;
  if (Buffer.from(sha256 ?? '', 'base64').toString('hex') === payloadHash) return;
  throw new S3Refusal(
    400,
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
}

const largestDocument = 1024 * 1024;

/**
 * The body of a request that is a document: verified like an upload.
 *
 * @throws S3Refusal
 */
export async function readDocument(exchange: Exchange): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const bytes of exchange.request as AsyncIterable<Buffer>) {
    size += bytes.length;
    if (size > largestDocument) throw invalidRequest('The document is too large.');
    parts.push(bytes);
  }
  const body = Buffer.concat(parts);
  const digest = (algorithm: string) => createHash(algorithm).update(body).digest('base64');
  refuseOtherMd5(headerOf(exchange, 'content-md5'), createHash('md5').update(body).digest('hex'));
  refuseOtherHash(exchange.payloadHash, digest('sha256'));
  return body.toString('utf8');
}
