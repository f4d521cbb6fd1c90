import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readToEnd } from '../../read-to-end.ts';
import {
  createBucket,
  deleteBucket,
  deleteObjects,
  deleteSetting,
  getSetting,
  listBuckets,
  listObjects,
  putSetting,
  settings,
} from './buckets.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import {
  answer,
  type BucketExchange,
  type Exchange,
  headerOf,
  type ObjectExchange,
} from './exchange.ts';
import { refuseLongKey } from './keys.ts';
import {
  abortUpload,
  completeUpload,
  copyPart,
  createUpload,
  listParts,
  listUploads,
  uploadPart,
} from './multipart.ts';
import {
  copyObject,
  deleteObject,
  errorBody,
  getObject,
  getObjectTagging,
  putObject,
  putObjectTagging,
} from './objects.ts';
import { postObject } from './post-object.ts';
import { accessDenied, notImplemented, S3Refusal } from './refusal.ts';
import { authenticate, type SignedRequest } from './signature.ts';
import { stackTimeHeader } from './stack-time.ts';
import type { Store } from './store.ts';

/** What a query may name of a bucket or object beside its content. */
const subresources = new Set([
  ...Object.keys(settings),
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'delete',
  'inventory',
  'legal-hold',
  'location',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'partNumber',
  'policy',
  'policyStatus',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versionId',
  'versioning',
  'versions',
  'website',
]);

/** Answers requests for buckets and objects, path-style. Never rejects. */
export function createService(store: Store) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = randomUUID();
    response.setHeader('x-amz-request-id', requestId);
    const { pathname: rawPath, searchParams: query } = splitUrl(request.url ?? '/');
    try {
      await serve(store, request, response, { requestId, rawPath, query });
    } catch (error) {
      // The connection broke, or it breaks now: the caller must not take a part for the whole.
      if (response.headersSent || request.errored) {
        response.destroy();
        return;
      }
      const refusal = error instanceof S3Refusal ? error : internal(error);
      const isBodiless = request.method === 'HEAD';
      if (!(await readToEnd(request))) response.setHeader('connection', 'close');
      answer(
        { response },
        refusal.status,
        isBodiless ? {} : { 'content-type': 'application/xml' },
        isBodiless ? undefined : errorBody(refusal, rawPath, requestId),
      );
    } finally {
      // What nobody wanted to read must not stand in the way of the next request.
      request.resume();
    }
  };
}

function internal(error: unknown): S3Refusal {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return new S3Refusal(500, 'InternalError', 'We encountered an internal error. Please try again.');
}

/** Not by `URL`, which would resolve dots in keys. */
function splitUrl(url: string): { pathname: string; searchParams: URLSearchParams } {
  const at = url.indexOf('?');
  return {
    pathname: at < 0 ? url : url.slice(0, at),
    searchParams: new URLSearchParams(at < 0 ? '' : url.slice(at + 1)),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Refusal(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}

interface Address {
  requestId: string;
  rawPath: string;
  query: URLSearchParams;
}

async function serve(
  store: Store,
  request: IncomingMessage,
  response: ServerResponse,
  { requestId, rawPath, query }: Address,
): Promise<void> {
  const { method = 'GET' } = request;
  if (method === 'GET' && rawPath === '/health') return answer({ response }, 200);
  const { [stackTimeHeader]: time, ...headers } = request.headers;
  const now = new Date();
  const stackNow = time === undefined ? now : new Date(String(time));
  const [, rawBucket = '', ...rest] = rawPath.split('/');
  const name = decoded(rawBucket);
  const key = decoded(rest.join('/'));
  const bucket = store.buckets.get(name);
  if (method === 'OPTIONS') {
    return answer({ response }, 200, preflightHeaders(bucket, headers));
  }
  for (const [header, value] of Object.entries(
    (bucket && corsHeaders(bucket, headers, method)) ?? {},
  )) {
    response.setHeader(header, value);
  }
  const signed: SignedRequest = { method, rawPath, query, headers };
  const exchange = { store, request, response, signed, requestId, payloadHash: '' };
  const isForm = /^multipart\/form-data/i.test(headerOf(exchange, 'content-type'));
  if (method === 'POST' && key === '' && isForm) {
    if (!bucket) throw noSuchBucket(name);
    return postObject({ ...exchange, bucket }, stackNow);
  }
  exchange.payloadHash = authenticate(signed, { now, stackNow });
  if (name === '') {
    if (method !== 'GET') throw methodNotAllowed();
    return listBuckets(exchange);
  }
  if (!bucket) {
    if (method === 'PUT' && key === '') return createBucket(exchange, name);
    throw noSuchBucket(name);
  }
  if (key === '') return serveBucket({ ...exchange, bucket });
  refuseLongKey(key);
  return serveObject({ ...exchange, bucket, key });
}

const noSuchBucket = (BucketName: string) =>
  new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName });

const methodNotAllowed = () =>
  new S3Refusal(
    405,
    'MethodNotAllowed',
    'The specified method is not allowed against this resource.',
  );

const namedIn = ({ signed }: Exchange) =>
  [...signed.query.keys()].filter((name) => subresources.has(name));

function serveBucket(exchange: BucketExchange): Promise<void> | void {
  const { method } = exchange.signed;
  const [named] = namedIn(exchange);
  if (named !== undefined && settings[named]) {
    if (method === 'PUT') return putSetting(exchange, named);
    if (method === 'GET') return getSetting(exchange, named);
    if (method === 'DELETE') return deleteSetting(exchange, named);
  }
  switch (`${method} ${named ?? ''}`) {
    case 'HEAD ':
      return answer(exchange, 200);
    case 'GET ':
      return listObjects(exchange);
    case 'GET uploads':
      return listUploads(exchange);
    case 'PUT ':
      return createBucket(exchange, exchange.bucket.name);
    case 'DELETE ':
      return deleteBucket(exchange);
    case 'POST delete':
      return deleteObjects(exchange);
    case 'POST ':
      throw accessDenied();
    default:
      throw notImplemented(`${method} ${named ?? 'bucket'}`);
  }
}

function serveObject(exchange: ObjectExchange): Promise<void> | void {
  const { method } = exchange.signed;
  const isCopy = headerOf(exchange, 'x-amz-copy-source') !== '';
  const named = namedIn(exchange).sort().join(' ');
  switch (`${method} ${named}`) {
    case 'GET ':
    case 'HEAD ':
      return getObject(exchange);
    case 'PUT ':
      return isCopy ? copyObject(exchange) : putObject(exchange);
    case 'DELETE ':
      return deleteObject(exchange);
    case 'GET tagging':
      return getObjectTagging(exchange);
    case 'PUT tagging':
      return putObjectTagging(exchange);
    case 'POST uploads':
      return createUpload(exchange);
    case 'PUT partNumber uploadId':
      return isCopy ? copyPart(exchange) : uploadPart(exchange);
    case 'GET uploadId':
      return listParts(exchange);
    case 'POST uploadId':
      return completeUpload(exchange);
    case 'DELETE uploadId':
      return abortUpload(exchange);
    default:
      throw notImplemented(`${method} ${named === '' ? 'object' : named}`);
  }
}
