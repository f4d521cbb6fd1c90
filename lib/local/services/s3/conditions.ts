import { quoted } from './etag.ts';
import { type Exchange, headerOf } from './exchange.ts';
import { noSuchKey, notImplemented, preconditionFailed } from './refusal.ts';
import type { ObjectRecord } from './store.ts';

const matches = (list: string, etag: string) =>
  list
    .split(',')
    .map(quoted)
    .some((one) => one === etag || one === '"*"');

/** Seconds, as HTTP dates have them. */
const seconds = (date: string | number) => Math.floor(new Date(date).getTime() / 1000);

/**
 * Whether the caller has the object already, by its conditions on a read.
 *
 * @throws S3Refusal PreconditionFailed
 */
export function isUnmodified(exchange: Exchange, object: ObjectRecord): boolean {
  const ifMatch = headerOf(exchange, 'if-match');
  const ifNoneMatch = headerOf(exchange, 'if-none-match');
  const since = seconds(headerOf(exchange, 'if-modified-since'));
  const unmodifiedSince = seconds(headerOf(exchange, 'if-unmodified-since'));
  const modified = seconds(object.lastModified);
  if (ifMatch !== '' && !matches(ifMatch, object.etag)) throw preconditionFailed('If-Match');
  if (ifMatch === '' && modified > unmodifiedSince) throw preconditionFailed('If-Unmodified-Since');
  if (ifNoneMatch !== '') return matches(ifNoneMatch, object.etag);
  return modified <= since;
}

/**
 * Holds a write to its conditions.
 *
 * @throws S3Refusal PreconditionFailed, NoSuchKey for `If-Match` on nothing, or NotImplemented
 */
export function enforceWriteConditions(
  exchange: Exchange,
  key: string,
  object: ObjectRecord | undefined,
): void {
  const ifMatch = headerOf(exchange, 'if-match');
  const ifNoneMatch = headerOf(exchange, 'if-none-match');
  if (ifNoneMatch !== '' && ifNoneMatch !== '*') throw notImplemented('If-None-Match');
  if (ifNoneMatch === '*' && object) throw preconditionFailed('If-None-Match');
  if (ifMatch === '') return;
  if (!object) throw noSuchKey(key);
  if (!matches(ifMatch, object.etag)) throw preconditionFailed('If-Match');
}

/**
 * Holds a copy to its conditions on the source.
 *
 * @throws S3Refusal PreconditionFailed
 */
export function enforceCopyConditions(exchange: Exchange, source: ObjectRecord): void {
  const ifMatch = headerOf(exchange, 'x-amz-copy-source-if-match');
  const ifNoneMatch = headerOf(exchange, 'x-amz-copy-source-if-none-match');
  if (ifMatch !== '' && !matches(ifMatch, source.etag)) {
    throw preconditionFailed('x-amz-copy-source-If-Match');
  }
  if (ifNoneMatch !== '' && matches(ifNoneMatch, source.etag)) {
    throw preconditionFailed('x-amz-copy-source-If-None-Match');
  }
}
