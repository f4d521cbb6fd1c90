import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { RouteDefinition } from '../http/route.ts';
import type { Invocable } from '../invocables.ts';
import type { MessageDefinition } from '../queue/message.ts';
import { toEnvelope } from '../queue/message.ts';
import { type QueueDefinition, queueName } from '../queue/queue.ts';
import { invocables } from './invocables.ts';

const at = new Date('2026-01-15T09:30:00.000Z');
const account = '123456789012';
const region = 'us-east-1';

/** An event for everything that can be invoked, by function name. */
export function samples(): Record<string, unknown> {
  return Object.fromEntries(invocables.map((invocable) => [invocable.name, sampleOf(invocable)]));
}

function sampleOf({ kind, definition }: Invocable): unknown {
  switch (kind) {
    case 'route':
      return httpSample(definition);
    case 'worker':
      return queueSample(definition);
    case 'task':
      return { scheduledTime: at.toISOString() };
    case 'stream':
      return streamSample();
  }
}

/** As API Gateway sends it, payload format 2.0. */
function httpSample(route: RouteDefinition) {
  const { params = {}, query = {}, body } = route.examples;
  const isDefault = route.path === '$default';
  const method = route.method === 'ANY' ? 'GET' : route.method;
  const path = isDefault
    ? '/no-such-route'
    : route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const routeKey = isDefault ? '$default' : `${method} ${route.path}`;
  const rawQueryString = new URLSearchParams(query).toString();
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString,
    headers: headersOf(route),
    ...(rawQueryString && { queryStringParameters: query }),
    ...(Object.keys(params).length > 0 && { pathParameters: params }),
    requestContext: {
      accountId: account,
      apiId: 'a1b2c3d4e5',
      domainName: 'api.moa.example',
      domainPrefix: 'api',
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '203.0.113.7',
        userAgent: 'curl/8.10.1',
      },
      requestId: 'XkJ2vhXeIAMEM3g=',
      routeKey,
      stage: '$default',
      time: '15/Jan/2026:09:30:00 +0000',
      timeEpoch: at.getTime(),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}

function headersOf(route: RouteDefinition): Record<string, string> {
  return {
    accept: 'application/json',
    ...(route.auth !== 'public' && { authorization: 'Bearer put-an-access-token-here' }),
    ...(route.body && { 'content-type': 'application/json' }),
    host: 'api.moa.example',
    ...(route.idempotent && { 'idempotency-key': '5f0c7e0e-9d5b-4f3f-9a1e-6f2f4a3c8b10' }),
    ...(route.ifMatch && { 'if-match': '"1"' }),
    'user-agent': 'curl/8.10.1',
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  };
}

/** One message of each type that the queue carries. */
function queueSample(queue: QueueDefinition) {
  const definitions = [...queue.subscribes, ...queue.accepts];
  return {
    Records: definitions.map((definition, index) => {
      const message = messageSample(definition, index);
      const sent = String(at.getTime());
      return {
        messageId: `059f36b4-87a3-44ab-83d2-66197597${String(index).padStart(4, '0')}`,
        receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
        body: JSON.stringify(message),
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: sent,
          SenderId: 'AIDAIENQZJOLO23YVJ4VO',
          ApproximateFirstReceiveTimestamp: sent,
          ...(queue.tenantOf && { MessageGroupId: queue.tenantOf(message) }),
          ...(queue.fifo && {
            MessageGroupId: queue.fifo.groupBy(message),
            MessageDeduplicationId: message.id,
            SequenceNumber: '18849496460467696128',
          }),
        },
        messageAttributes: {},
        md5OfBody: '098f6bcd4621d373cade4e832627b4f6',
        eventSource: 'aws:sqs',
        eventSourceARN: `arn:aws:sqs:${region}:${account}:moa-dev-${queueName(queue)}`,
        awsRegion: region,
      };
    }),
  };
}

function messageSample(definition: MessageDefinition, index: number) {
  const data = exampleOf(z.toJSONSchema(definition.data, { io: 'input', unrepresentable: 'any' }));
  const draft = { definition, subject: firstId(data) ?? 'moa', data };
  return toEnvelope(draft, {
    id: `c81e728d9d4c2f636f067f89cc14862c.${index}`,
    actor: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w',
    time: at,
  });
}

const firstId = (data: unknown) =>
  Object.values(data as Record<string, unknown>).find(
    (value): value is string => typeof value === 'string' && /^[a-z]+_[0-9a-z]{26}$/.test(value),
  );

type JsonSchema = z.core.JSONSchema.JSONSchema;

const stringsByFormat: Record<string, string> = {
  'date-time': at.toISOString(),
  date: '2026-01-15',
  email: 'kim@example.com',
  uri: 'https://example.com/',
  uuid: '5f0c7e0e-9d5b-4f3f-9a1e-6f2f4a3c8b10',
};

/** A value that a schema takes, made of its own examples where it has some. */
export function exampleOf(schema: JsonSchema): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum?.[0] !== undefined) return schema.enum[0];
  if (schema.default !== undefined) return schema.default;
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (typeof choice === 'object') return exampleOf(choice);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, property]) => [
          name,
          typeof property === 'object' ? exampleOf(property) : null,
        ]),
      );
    case 'array':
      return typeof schema.items === 'object' && !Array.isArray(schema.items)
        ? [exampleOf(schema.items)]
        : [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return stringsByFormat[schema.format ?? ''] ?? 'text'.padEnd(schema.minLength ?? 0, 't');
  }
}

/** As Lambda hands over what the table's stream tells: one new item. */
function streamSample() {
  const keys = {
    pk: '$moa#postid_post_01jd3v9k2m4n5p6q7r8s9t0v1w',
    sk: '$post_1',
  };
  const image = {
    ...keys,
    __edb_e__: 'post',
    __edb_v__: '1',
    postId: 'post_01jd3v9k2m4n5p6q7r8s9t0v1w',
    authorId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w',
    text: 'Hello from Moa',
    createdAt: at.toISOString(),
    writtenBy: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w',
  };
  return {
    Records: [
      {
        eventID: 'c81e728d9d4c2f636f067f89cc14862c',
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: region,
        dynamodb: {
          ApproximateCreationDateTime: at.getTime() / 1000,
          Keys: marshall(keys),
          NewImage: marshall(image),
          SequenceNumber: '4421584500000000017450439091',
          SizeBytes: 320,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
        eventSourceARN: `arn:aws:dynamodb:${region}:${account}:table/moa-dev-table/stream/2026-01-15T00:00:00.000`,
      },
    ],
  };
}
