import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { accessDenied, invalidArgument, invalidRequest, S3Refusal } from './refusal.ts';

/** Whoever has these may do everything; what functions may do is checked in front of the service. */
const accessKeyId = 'local';
const secretAccessKey = 'local';

const algorithm = 'AWS4-HMAC-SHA256';
const longestSkew = 15 * 60_000;
const longestExpiry = 7 * 24 * 3600;

/** What a signature covers of a request. */
export interface SignedRequest {
  method: string;
  /** As it stands in the first line, still encoded. */
  rawPath: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

export interface Clocks {
  /** Real time, by which the SDK signs. */
  now: Date;
  /** The time of the stack, by which links are made. */
  stackNow: Date;
}

const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** RFC 3986, as signatures want it. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** `2026-11-21T01:02:03Z` of `20261121T010203Z`; `undefined` for anything else. */
export function readAmzDate(text: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

interface Credential {
  scope: string;
  date: string;
  region: string;
}

function readCredential(text: string, amzDate: string): Credential {
  const [id, date = '', region = '', service, end, ...more] = text.split('/');
  if (id !== accessKeyId) {
    throw new S3Refusal(
      403,
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      { AWSAccessKeyId: id ?? '' },
    );
  }
  if (service !== 's3' || end !== 'aws4_request' || more.length > 0 || !amzDate.startsWith(date)) {
    throw new S3Refusal(400, 'AuthorizationHeaderMalformed', 'The credential scope is malformed.');
  }
  return { scope: `${date}/${region}/s3/aws4_request`, date, region };
}

function signatureOf({ date, region }: Credential, text: string): Buffer {
  const ofDate = hmac(`AWS4${secretAccessKey}`, date);
  const ofService = hmac(hmac(ofDate, region), 's3');
  return hmac(hmac(ofService, 'aws4_request'), text);
}

function compareSignature(credential: Credential, text: string, given: string): void {
  const expected = signatureOf(credential, text);
  const actual = Buffer.from(given, 'hex');
  if (actual.length === expected.length && timingSafeEqual(actual, expected)) return;
  throw new S3Refusal(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );
}

function canonicalRequest(
  { method, rawPath, query, headers }: SignedRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const path = rawPath
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/');
  const parameters = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const lines = signedHeaders.map((name) => {
    const value = String(headers[name] ?? '');
    return `${name}:${value.trim().replace(/ +/g, ' ')}\n`;
  });
  return [method, path, parameters, lines.join(''), signedHeaders.join(';'), payloadHash].join(
    '\n',
  );
}

const order = (one: string, other: string) => (one < other ? -1 : 1);

const textToSign = (amzDate: string, { scope }: Credential, canonical: string) =>
  [algorithm, amzDate, scope, sha256(canonical)].join('\n');

function refuseUnsignedHeaders(headers: IncomingHttpHeaders, signed: readonly string[]): void {
  const forgotten = Object.keys(headers).filter(
    (name) => name.startsWith('x-amz-') && !signed.includes(name),
  );
  if (!signed.includes('host')) forgotten.push('host');
  if (forgotten.length === 0) return;
  throw new S3Refusal(
    403,
    'AccessDenied',
    'There were headers present in the request which were not signed',
    { HeadersNotSigned: forgotten.join(', ') },
  );
}

/** The payload's hash that a request was signed with: hexadecimal or one of the words for none. */
export type PayloadHash = string;

/**
 * Verifies who asks.
 *
 * @throws S3Refusal as S3 refuses what is unsigned, forged, expired or too far off in time
 */
export function authenticate(request: SignedRequest, clocks: Clocks): PayloadHash {
  if (request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Algorithm')) {
    return authenticateLink(request, clocks.stackNow);
  }
  return authenticateHeader(request, clocks.now);
}

function authenticateHeader(request: SignedRequest, now: Date): PayloadHash {
  const { authorization, ...headers } = request.headers;
  if (authorization === undefined) throw accessDenied();
  const [kind, ...rest] = authorization.split(' ');
  const parts = new Map(
    rest
      .join('')
      .split(',')
      .map((part): [string, string] => {
        const at = part.indexOf('=');
        return [part.slice(0, at), part.slice(at + 1)];
      }),
  );
  const [credentialText, signedText, signature] = ['Credential', 'SignedHeaders', 'Signature'].map(
    (name) => parts.get(name),
  );
  if (kind !== algorithm || !credentialText || !signedText || !signature) {
    throw invalidArgument('Unsupported Authorization Type');
  }
  const amzDate = String(headers['x-amz-date'] ?? '');
  const signedAt = readAmzDate(amzDate);
  if (!signedAt) {
    throw accessDenied('AWS authentication requires a valid Date or x-amz-date header');
  }
  const credential = readCredential(credentialText, amzDate);
  if (Math.abs(now.getTime() - signedAt.getTime()) > longestSkew) {
    throw new S3Refusal(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    );
  }
  const payloadHash = headers['x-amz-content-sha256'];
  if (typeof payloadHash !== 'string') {
    throw invalidRequest('Missing required header for this request: x-amz-content-sha256');
  }
  const signed = signedText.split(';');
  refuseUnsignedHeaders(headers, signed);
  const canonical = canonicalRequest(request, signed, payloadHash);
  compareSignature(credential, textToSign(amzDate, credential, canonical), signature);
  return payloadHash;
}

const malformedLink = (message: string) =>
  new S3Refusal(400, 'AuthorizationQueryParametersError', message);

function authenticateLink(request: SignedRequest, now: Date): PayloadHash {
  const { query } = request;
  if (request.headers.authorization !== undefined) {
    throw invalidArgument('Only one auth mechanism allowed');
  }
  const [kind, credentialText, amzDate, expiresText, signedText, signature] = [
    'Algorithm',
    'Credential',
    'Date',
    'Expires',
    'SignedHeaders',
    'Signature',
  ].map((name) => query.get(`X-Amz-${name}`) ?? '');
  if (!credentialText || !amzDate || !expiresText || !signedText || !signature) {
    throw malformedLink(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  if (kind !== algorithm) throw malformedLink('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  const credential = readCredential(credentialText, amzDate);
  const expires = Number(expiresText);
  if (!Number.isInteger(expires) || expires < 1) {
    throw malformedLink('X-Amz-Expires must be a positive number of seconds');
  }
  if (expires > longestExpiry) throw malformedLink('X-Amz-Expires must be less than a week');
  const signedAt = readAmzDate(amzDate);
  if (!signedAt) throw malformedLink('X-Amz-Date must be in the ISO8601 Long Format');
  const age = now.getTime() - signedAt.getTime();
  if (age < -longestSkew) throw accessDenied('Request is not yet valid');
  if (age > expires * 1000) throw accessDenied('Request has expired');
  const signed = signedText.split(';');
  refuseUnsignedHeaders(request.headers, signed);
  const payloadHash = String(request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD');
  const canonical = canonicalRequest(request, signed, payloadHash);
  compareSignature(credential, textToSign(amzDate, credential, canonical), signature);
  return payloadHash;
}

/**
 * Verifies the signature of a form's policy.
 *
 * @throws S3Refusal as S3 refuses what is unsigned or forged
 */
export function authenticatePolicy(fields: ReadonlyMap<string, string>): void {
  const [policy, kind, credentialText, amzDate, signature] = [
    'policy',
    'x-amz-algorithm',
    'x-amz-credential',
    'x-amz-date',
    'x-amz-signature',
  ].map((name) => fields.get(name) ?? '');
  if (!policy) throw accessDenied();
  if (kind !== algorithm || !credentialText || !amzDate || !signature) {
    throw invalidArgument('Bucket POST must contain a field named x-amz-signature');
  }
  compareSignature(readCredential(credentialText, amzDate), policy, signature);
}
