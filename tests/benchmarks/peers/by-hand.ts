import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type CryptoKey, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import * as z from 'zod';

/*
 * What a route would be without a machinery around it: the usual libraries, called straight. It
 * does for a request what the route does, and answers the same.
 */

export const tableName = process.env.TABLE_NAME ?? '';
export const apiUrl = process.env.API_URL ?? '';
const secretsFolder = (process.env.SECRETS_SOURCE ?? '').slice('file:'.length);
const stage = process.env.MOA_STAGE ?? '';

export const table = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1000,
      requestTimeout: 2500,
      throwOnRequestTimeout: true,
    },
  }),
  { marshallOptions: { removeUndefinedValues: true } },
);

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errors: readonly { path: string; message: string }[] | undefined;

  constructor(status: number, code: string, title: string, errors?: Problem['errors']) {
    super(title);
    this.status = status;
    this.code = code;
    this.title = title;
    this.errors = errors;
  }
}

export interface Work {
  event: APIGatewayProxyEventV2;
  userId: string;
  now: Date;
  requestId: string;
}

export interface Answer {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

const keys = new Map<string, Promise<CryptoKey>>();

export const readSecret = async (name: string): Promise<{ keys: unknown[] }> =>
  JSON.parse(await readFile(`${secretsFolder}/${name}.json`, 'utf8'));

async function readKey(kid: string): Promise<CryptoKey> {
  const jwks = (await readSecret('verification-keys')).keys as { kid: string; kty: string }[];
  const jwk = jwks.find((key) => key.kid === kid);
  if (!jwk) throw new Error('The key is not known');
  return importJWK(jwk, 'EdDSA') as Promise<CryptoKey>;
}

const claims = z.object({ sub: z.string(), sid: z.string(), scope: z.string() });

async function authenticate(event: APIGatewayProxyEventV2, scope: string, now: Date) {
  const token = /^Bearer (\S+)$/i.exec(event.headers.authorization ?? '')?.[1];
  if (token === undefined) {
    throw new Problem(401, 'auth.credentials_missing', 'Credentials are missing');
  }
  const invalid = new Problem(401, 'auth.token_invalid', 'The access token is not valid');
  let payload: unknown;
  try {
    const { kid = '' } = decodeProtectedHeader(token);
    let key = keys.get(kid);
    if (!key) {
      key = readKey(kid);
      keys.set(kid, key);
    }
    ({ payload } = await jwtVerify(token, await key, {
      algorithms: ['EdDSA'],
      issuer: apiUrl,
      audience: 'moa',
      typ: 'at+jwt',
      requiredClaims: ['exp', 'iat', 'sub', 'sid', 'jti', 'scope', 'client_id'],
      clockTolerance: 2,
      currentDate: now,
    }));
  } catch {
    throw invalid;
  }
  const { sub: userId, sid, scope: scopes } = claims.parse(payload);
  if ((await revokedSessions(now)).has(sid)) throw invalid;
  if (!scopes.split(' ').includes(scope)) {
    throw new Problem(403, 'auth.scope_missing', 'The credentials lack a scope');
  }
  return userId;
}

let revoked: Promise<ReadonlySet<string>> | undefined;
let revokedReadAt = 0;

function revokedSessions(now: Date): Promise<ReadonlySet<string>> {
  if (!revoked || now.getTime() - revokedReadAt > 3000) {
    revokedReadAt = now.getTime();
    revoked = readRevoked();
  }
  return revoked;
}

async function readRevoked(): Promise<ReadonlySet<string>> {
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': '$moa', ':sk': '$revocation_1#subject_' },
      ConsistentRead: true,
    }),
  );
  return new Set(Items.flatMap(({ sessionIds }) => [...(sessionIds as Set<string>)]));
}

/** Parses what a client sent by a schema. */
export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: string,
): z.output<Schema> {
  const { data, error } = schema.safeParse(value);
  if (!error) return data;
  const faults = error.issues.map(({ path, message }) => ({
    path: [place, ...path].join('.'),
    message,
  }));
  throw new Problem(400, 'request.invalid', 'The request is not valid', faults);
}

export function parsedBody<Schema extends z.ZodType>(
  schema: Schema,
  { body = '', headers }: APIGatewayProxyEventV2,
): z.output<Schema> {
  if (!/^application\/(.+\+)?json\b/.test(headers['content-type'] ?? '')) {
    throw new Problem(415, 'request.unsupported_media_type', 'The content type is not supported');
  }
  if (Buffer.byteLength(body) > 1024 * 1024) {
    throw new Problem(413, 'request.too_large', 'The body is too large');
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Problem(400, 'request.malformed_json', 'The body is not valid JSON');
  }
  return parsed(schema, value, 'body');
}

const commonHeaders = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

function problemAnswer(error: unknown, requestId: string) {
  const problem =
    error instanceof Problem
      ? error
      : new Problem(500, 'request.internal', 'Something went wrong on our side');
  const { status, code, title, errors } = problem;
  const type = `${apiUrl}/docs/errors/${code}`;
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: { type, title, status, code, requestId, errors },
  };
}

/** The handler of an authenticated route. */
export function byHand(route: string, scope: string, work: (work: Work) => Promise<Answer>) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const startedAt = performance.now();
    const now = new Date();
    const { requestId } = event.requestContext;
    let userId: string | undefined;
    let answer: Answer;
    let failure: unknown;
    try {
      userId = await authenticate(event, scope, now);
      answer = await work({ event, userId, now, requestId });
    } catch (error) {
      failure = error;
      answer = problemAnswer(error, requestId);
    }
    const milliseconds = Math.round(performance.now() - startedAt);
    const { status, body, headers } = answer;
    print({
      _aws: {
        Timestamp: now.getTime(),
        CloudWatchMetrics: [
          {
            Namespace: `moa/${stage}`,
            Dimensions: [['route']],
            Metrics: [
              { Name: 'requests', Unit: 'Count' },
              { Name: 'errors', Unit: 'Count' },
              { Name: 'milliseconds', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      route,
      requests: 1,
      errors: status >= 500 ? 1 : 0,
      milliseconds,
    });
    print({
      level: 'info',
      time: now.toISOString(),
      message: 'request',
      requestId,
      route,
      status,
      milliseconds,
      caller: userId && createHash('sha256').update(userId).digest('base64url').slice(0, 12),
      ...(failure instanceof Error && status >= 500 && { error: failure.stack }),
    });
    return {
      statusCode: status,
      headers: {
        ...commonHeaders,
        'content-type': 'application/json',
        ...headers,
        'x-request-id': requestId,
      },
      body: JSON.stringify(body),
    };
  };
}

const print = (entry: object) => process.stdout.write(`${JSON.stringify(entry)}\n`);
