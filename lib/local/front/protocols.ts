import { randomUUID } from 'node:crypto';
import { listTables } from '../services/list-tables.ts';
import type { Refusal, ServiceName } from './call.ts';
import { readObjectRequest } from './object-requests.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

export interface ServiceRequest {
  method: string | undefined;
  url: string | undefined;
  headers: Headers;
  body: Buffer;
}

/** How a service is asked and how it refuses. */
export interface Protocol {
  /** Of calls; other requests are health checks and the services' own pages. */
  method: 'GET' | 'POST' | 'any';
  /** @throws Error for what is no request of this service */
  read(request: ServiceRequest): { operation: string; input: Record<string, unknown> };
  write(refusal: Refusal): { headers: Record<string, string>; body: string };
  throttled: Refusal;
  broken: Refusal;
  /** How to know that writes are on disk, of a service that answers them before. */
  commit?: Commit;
}

interface Commit {
  /** Operations that write. */
  after: RegExp;
  /** A request that is answered only when all that was written before is on disk. */
  request: ServiceRequest;
}

const tooFast = 'Rate exceeded';
const ourFault = 'We encountered an internal error. Please try again.';

/** AWS JSON 1.0: the operation in `X-Amz-Target`, the input as the body. */
const json = (namespace: string): Pick<Protocol, 'method' | 'read' | 'write'> => ({
  method: 'POST',
  read: ({ headers, body }) => ({
    operation: String(headers['x-amz-target']).replace(/^.*\./, ''),
    input: JSON.parse(body.toString('utf8')) as Record<string, unknown>,
  }),
  write: ({ code, message }) => ({
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify({ __type: `${namespace}#${code}`, message, Message: message }),
  }),
});

const escaped = (text: string) =>
  text.replace(/[<>&]/g, (sign) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[sign] ?? sign);

/** AWS Query: a form with `Action`, and XML back. */
const query: Pick<Protocol, 'method' | 'read' | 'write'> = {
  method: 'POST',
  read: ({ body }) => {
    const { Action = '', ...input } = Object.fromEntries(
      new URLSearchParams(body.toString('utf8')),
    );
    return { operation: Action, input };
  },
  write: ({ status, code, message }) => ({
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${escaped(code)}</Code><Message>${escaped(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  }),
};

/** A page of keys (RFC 7517). */
const keySet: Pick<Protocol, 'method' | 'read' | 'write'> = {
  method: 'GET',
  read: () => ({ operation: 'GetKeys', input: {} }),
  write: ({ code, message }) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error: { status: code, message } }),
  }),
};

/** REST: the operation is told by method, path, query and headers. */
const objects: Pick<Protocol, 'method' | 'read' | 'write'> = {
  method: 'any',
  read: readObjectRequest,
  write: ({ code, message }) => ({
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escaped(code)}</Code><Message>${escaped(message)}</Message><RequestId>${randomUUID()}</RequestId></Error>`,
  }),
};

/** A service that has a protocol, and guards, has a front. */
export const protocols: Readonly<Record<ServiceName, Protocol>> = {
  dynamodb: {
    ...json('com.amazonaws.dynamodb.v20120810'),
    throttled: { status: 400, code: 'ThrottlingException', message: tooFast },
    broken: { status: 500, code: 'InternalServerError', message: ourFault },
    // DynamoDB Local works on one request after the other, and commits one before the next.
    commit: {
      after: /Put|Update|Delete|Write/,
      request: { ...listTables, url: '/', body: Buffer.from(listTables.body) },
    },
  },
  sqs: {
    ...json('com.amazonaws.sqs'),
    throttled: { status: 403, code: 'RequestThrottled', message: tooFast },
    broken: { status: 500, code: 'InternalFailure', message: ourFault },
  },
  ses: {
    ...query,
    throttled: { status: 400, code: 'Throttling', message: 'Maximum sending rate exceeded.' },
    broken: { status: 500, code: 'InternalFailure', message: ourFault },
  },
  s3: {
    ...objects,
    throttled: { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
    broken: { status: 500, code: 'InternalError', message: ourFault },
  },
  idp: {
    ...keySet,
    throttled: { status: 429, code: 'RESOURCE_EXHAUSTED', message: tooFast },
    broken: { status: 500, code: 'INTERNAL', message: ourFault },
  },
};

export const services = Object.keys(protocols) as ServiceName[];
