import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { SignedRequest } from './signature.ts';
import type { Bucket, Store } from './store.ts';
import { writeXml, type XmlObject } from './xml.ts';

/** One request to the service, and the way to answer it. */
export interface Exchange {
  store: Store;
  request: IncomingMessage;
  response: ServerResponse;
  signed: SignedRequest;
  /** The hash of the body that the signature covers. */
  payloadHash: string;
  requestId: string;
}

/** A request for a bucket that exists. */
export interface BucketExchange extends Exchange {
  bucket: Bucket;
}

/** A request for something in it. */
export interface ObjectExchange extends BucketExchange {
  key: string;
}

export type Headers = Record<string, string | number | undefined>;

/** The text of a header; '' when it is missing. */
export const headerOf = ({ request }: Pick<Exchange, 'request'>, name: string): string =>
  String(request.headers[name] ?? '');

export function answer(
  { response }: Pick<Exchange, 'response'>,
  status: number,
  headers: Headers = {},
  body?: string,
): void {
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const given = Object.entries({ ...headers, ...length }).filter(
    ([, value]) => value !== undefined,
  );
  response.writeHead(status, Object.fromEntries(given) as OutgoingHttpHeaders).end(body);
}

export function answerXml(exchange: Exchange, root: string, content: XmlObject): void {
  answer(exchange, 200, { 'content-type': 'application/xml' }, writeXml(root, content));
}
