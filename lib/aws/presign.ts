import { createHash, createHmac } from 'node:crypto';
import { config } from '../config.ts';
import { currentTrace, formatTrace } from '../trace.ts';
import { defaultProvider } from './environment-credentials.ts';

/* Signature Version 4 of links and forms: what clients do with them, S3 lets them do as this function. */

const algorithm = 'AWS4-HMAC-SHA256';

const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();

const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const byName = ([one]: [string, string], [other]: [string, string]) => (one < other ? -1 : 1);

async function signer(now: Date) {
  const { accessKeyId, secretAccessKey, sessionToken } = await defaultProvider()();
  const amzDate = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const date = amzDate.slice(0, 8);
  const scope = `${date}/${config.region}/s3/aws4_request`;
  const ofDate = hmac(`AWS4${secretAccessKey}`, date);
  const key = hmac(hmac(hmac(ofDate, config.region), 's3'), 'aws4_request');
  const trace = currentTrace();
  // The local stack knows a function by it, as IAM knows its role.
  const token = config.endpoints.s3 && trace ? formatTrace(trace) : sessionToken;
  return {
    amzDate,
    scope,
    credential: `${accessKeyId}/${scope}`,
    token,
    sign: (text: string) => hmac(key, text).toString('hex'),
  };
}

/** The bucket's address, without a slash at the end. */
const bucketUrl = () =>
  config.endpoints.s3
    ? `${config.endpoints.s3}/${config.bucketName}`
    : `https://${config.bucketName}.s3.${config.region}.amazonaws.com`;

/** What a client may upload by a form. */
export interface UploadPolicy {
  key: string;
  contentType: string;
  /** Bytes, exactly. */
  size: number;
  /** Base64; S3 refuses another content. */
  sha256?: string | undefined;
  now: Date;
  expiresInSeconds: number;
}

export interface UploadForm {
  url: string;
  /** To be sent before the file, which comes last, as `file`. */
  fields: Record<string, string>;
}

/** A form by which S3 takes one object: of this size, type and key and no other. */
export async function presignUpload(policy: UploadPolicy): Promise<UploadForm> {
  const { key, contentType, size, sha256, now, expiresInSeconds } = policy;
  const { amzDate, credential, token, sign } = await signer(now);
  const fields: Record<string, string> = {
    key,
    'Content-Type': contentType,
    ...(sha256 !== undefined && {
      'x-amz-checksum-algorithm': 'SHA256',
      'x-amz-checksum-sha256': sha256,
    }),
    'x-amz-algorithm': algorithm,
    'x-amz-credential': credential,
    'x-amz-date': amzDate,
    ...(token && { 'x-amz-security-token': token }),
  };
  const document = {
    expiration: new Date(now.getTime() + expiresInSeconds * 1000).toISOString(),
    conditions: [
      { bucket: config.bucketName },
      ['content-length-range', size, size],
      ...Object.entries(fields).map(([name, value]) => ['eq', `$${name}`, value]),
    ],
  };
  const text = Buffer.from(JSON.stringify(document)).toString('base64');
  return { url: bucketUrl(), fields: { ...fields, Policy: text, 'X-Amz-Signature': sign(text) } };
}

/** What a client may download by a link. */
export interface Download {
  key: string;
  contentType: string;
  contentDisposition: string;
  now: Date;
  expiresInSeconds: number;
}

/** A link to one object, which comes with these headers. */
export function presignDownload(download: Download): Promise<string> {
  const { contentType, contentDisposition, ...rest } = download;
  return presignLink({
    ...rest,
    method: 'GET',
    query: {
      'response-content-disposition': contentDisposition,
      'response-content-type': contentType,
    },
    headers: {},
  });
}

/** What a client may upload as one part of an object. */
export interface UploadedPart {
  key: string;
  /** How S3 calls the upload. */
  multipartId: string;
  partNumber: number;
  /** Bytes, exactly. */
  size: number;
  /** Base64; S3 refuses another content. */
  sha256: string;
  now: Date;
  expiresInSeconds: number;
}

/** A link to `PUT` a part to, and the headers to send with it beside its length. */
export async function presignPart(
  part: UploadedPart,
): Promise<{ url: string; headers: Record<string, string> }> {
  const { multipartId, partNumber, size, sha256, ...rest } = part;
  const headers = { 'x-amz-checksum-sha256': sha256 };
  const url = await presignLink({
    ...rest,
    method: 'PUT',
    query: { partNumber: String(partNumber), uploadId: multipartId },
    headers: { 'content-length': String(size), ...headers },
  });
  return { url, headers };
}

interface Link {
  method: 'GET' | 'PUT';
  key: string;
  query: Readonly<Record<string, string>>;
  /** To be sent just so, by their names in lower case. */
  headers: Readonly<Record<string, string>>;
  now: Date;
  expiresInSeconds: number;
}

async function presignLink(link: Link): Promise<string> {
  const { method, key, now, expiresInSeconds } = link;
  const { amzDate, scope, credential, token, sign } = await signer(now);
  const url = new URL(`${bucketUrl()}/${key.split('/').map(encode).join('/')}`);
  const headers = Object.entries({ ...link.headers, host: url.host }).sort(byName);
  const signedHeaders = headers.map(([name]) => name).join(';');
  const query = Object.entries({
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': credential,
    'X-Amz-Date': amzDate,
    'X-Amz-Expires': String(expiresInSeconds),
    ...(token && { 'X-Amz-Security-Token': token }),
    'X-Amz-SignedHeaders': signedHeaders,
    ...link.query,
  })
    .sort(byName)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
  const canonical = [
    method,
    url.pathname,
    query,
    headers.map(([name, value]) => `${name}:${value}\n`).join(''),
    signedHeaders,
    'UNSIGNED-PAYLOAD',
  ];
  const hash = createHash('sha256').update(canonical.join('\n')).digest('hex');
  const signature = sign([algorithm, amzDate, scope, hash].join('\n'));
  return `${url.origin}${url.pathname}?${query}&X-Amz-Signature=${signature}`;
}
