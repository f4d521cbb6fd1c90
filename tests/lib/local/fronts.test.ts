import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DynamoDBClient,
  GetItemCommand,
  InternalServerError,
  PutItemCommand,
  ThrottlingException,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ServiceCall } from '../../../lib/local/front/call.ts';
import { type FaultRule, faultKinds } from '../../../lib/local/front/faults.ts';
import { type Fronts, startFronts } from '../../../lib/local/front/fronts.ts';
import { formatTrace, parseTrace, traceHeader } from '../../../lib/trace.ts';

const common = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
};

const trace = {
  functionId: 'test.write',
  requestId: 'message;1',
  correlationId: 'request-1',
  invocationId: 'run-1',
};

let service: Server;
let asked: string[];
let fronts: Fronts;

beforeAll(async () => {
  service = createServer((request, response) => {
    asked.push(String(request.headers['x-amz-target'] ?? request.url));
    request.resume().once('end', () => {
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      // As services answer that do not know the length beforehand.
      response.flushHeaders();
      response.end('{"ConsumedCapacity":{"CapacityUnits":1}}');
    });
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  fronts = await startFronts({
    dynamodb: address,
    sqs: address,
    ses: address,
    s3: address,
    idp: address,
  });
});

afterAll(async () => {
  await fronts.close();
  service.closeAllConnections();
  service.close();
});

beforeEach(() => {
  asked = [];
  fronts.faults.clear();
});

interface About {
  functionId?: string;
  requestId?: string;
  correlationId?: string;
  invocationId?: string;
}

/** One call as a function makes it; a call without an answer within half a second is over. */
async function put(about: About = {}, timeout = 500): Promise<unknown> {
  const client = new DynamoDBClient({ ...common, endpoint: fronts.addresses.dynamodb });
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      headers[traceHeader] = formatTrace({ ...trace, invocationId: randomUUID(), ...about });
      return next(args);
    },
    { step: 'build' },
  );
  const command = new PutItemCommand({ TableName: 'notes', Item: { pk: { S: '1' } } });
  try {
    return await client.send(command, { abortSignal: AbortSignal.timeout(timeout) });
  } finally {
    client.destroy();
  }
}

/** An object as a function puts it; answers how that was refused. */
async function putObject(rule: FaultRule): Promise<unknown> {
  const client = objectClient();
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      headers[traceHeader] = formatTrace(trace);
      return next(args);
    },
    { step: 'build' },
  );
  fronts.faults.add(rule);
  const command = new PutObjectCommand({ Bucket: 'notes', Key: 'files/1', Body: 'a' });
  return client.send(command).catch((error: unknown) => error);
}

const objectClient = (sessionToken = '') =>
  new S3Client({
    ...common,
    credentials: { ...common.credentials, sessionToken },
    endpoint: fronts.addresses.s3,
    forcePathStyle: true,
  });

const outcomeOf = async (rule: FaultRule, about?: About): Promise<'ok' | 'failed'> => {
  fronts.faults.add(rule);
  return put(about, 3000).then(
    () => 'ok' as const,
    () => 'failed' as const,
  );
};

describe('fronts', () => {
  it('pass calls on', async () => {
    const calls: unknown[] = [];
    const end = fronts.watch((call) => calls.push(call));
    expect(await put({}, 5000)).toMatchObject({ ConsumedCapacity: { CapacityUnits: 1 } });
    end();
    await put({}, 5000);
    expect(asked).toEqual(['DynamoDB_20120810.PutItem', 'DynamoDB_20120810.PutItem']);
    expect(calls).toEqual([
      {
        service: 'dynamodb',
        operation: 'PutItem',
        input: { TableName: 'notes', Item: { pk: { S: '1' } } },
        trace: { ...trace, invocationId: expect.any(String) },
      },
    ]);
  });

  it.each<[FaultRule['kind'], 'ok' | 'failed', number]>([
    ['throttle', 'failed', 0],
    ['error', 'failed', 0],
    ['reset', 'failed', 0],
    ['hang', 'failed', 0],
    ['delay', 'ok', 1],
    ['truncate', 'failed', 1],
    ['lost_reply', 'failed', 1],
    ['duplicate', 'ok', 2],
    ['kill_before', 'failed', 0],
    ['kill_after', 'failed', 1],
  ])('%s: the caller sees %s, the service %d calls', async (kind, outcome, calls) => {
    expect(faultKinds).toContain(kind);
    expect(await outcomeOf({ kind })).toBe(outcome);
    expect(asked).toHaveLength(calls);
  });

  it('word faults as the service does', async () => {
    fronts.faults.add({ kind: 'throttle' });
    fronts.faults.add({ kind: 'error', nth: 2 });
    await expect(put()).rejects.toThrow(ThrottlingException);
    await expect(put()).rejects.toThrow(InternalServerError);

    const sqs = new SQSClient({ ...common, endpoint: fronts.addresses.sqs });
    fronts.faults.add({ kind: 'throttle', service: 'sqs' });
    const message = { QueueUrl: 'http://127.0.0.1/1/notes', MessageBody: 'a' };
    await expect(sqs.send(new SendMessageCommand(message))).rejects.toMatchObject({
      name: 'RequestThrottled',
    });
    sqs.destroy();

    const ses = new SESClient({ ...common, endpoint: fronts.addresses.ses });
    fronts.faults.add({ kind: 'throttle', service: 'ses' });
    const mail = {
      Source: 'a@example.com',
      Destination: { ToAddresses: ['b@example.com'] },
      Message: { Subject: { Data: 'Hello' }, Body: { Text: { Data: '<&>' } } },
    };
    await expect(ses.send(new SendEmailCommand(mail))).rejects.toMatchObject({
      name: 'Throttling',
    });
    ses.destroy();

    expect(await putObject({ kind: 'throttle', service: 's3' })).toMatchObject({
      name: 'SlowDown',
      $metadata: { httpStatusCode: 503 },
    });
    expect(asked).toEqual([]);
  });

  it('let a killed run reach nothing more, and the next run everything', async () => {
    expect(await outcomeOf({ kind: 'kill_after' }, { invocationId: 'run-1' })).toBe('failed');
    await expect(put({ invocationId: 'run-1' })).rejects.toThrow();
    expect(asked).toHaveLength(1);
    await put({ invocationId: 'run-2' });
    expect(asked).toHaveLength(2);
  });

  it.each<[string, Partial<FaultRule>, About]>([
    ['service', { service: 'dynamodb' }, {}],
    ['operation', { operation: 'PutItem' }, {}],
    ['function', { functionId: 'test.write' }, {}],
    ['request', { requestId: 'message;1' }, {}],
    ['request that it goes back to', { requestId: 'request-1' }, {}],
  ])('break only calls that fit by %s', async (_, rule, about) => {
    expect(await outcomeOf({ kind: 'reset', ...rule }, about)).toBe('failed');
  });

  it.each<[string, Partial<FaultRule>, About]>([
    ['service', { service: 'sqs' }, {}],
    ['operation', { operation: 'GetItem' }, {}],
    ['function', { functionId: 'test.read' }, {}],
    ['request', { requestId: 'message' }, {}],
    ['container', { functionId: 'test.write' }, { requestId: 'container' }],
  ])('leave calls alone that differ by %s', async (_, rule, about) => {
    expect(await outcomeOf({ kind: 'reset', ...rule }, about)).toBe('ok');
  });

  it('break the nth call and as many as told', async () => {
    fronts.faults.add({ kind: 'error', nth: 2, count: 2 });
    const outcomes: boolean[] = [];
    for (let call = 1; call <= 4; call++) {
      outcomes.push(
        await put().then(
          () => true,
          () => false,
        ),
      );
    }
    expect(outcomes).toEqual([true, false, false, true]);
    expect(fronts.faults.list()).toEqual([{ kind: 'error', nth: 2, count: 2, fitting: 4 }]);
  });

  it('answer a write, where it must last, once the service has gone on behind it', async () => {
    const address = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    const lasting = await startFronts(
      { dynamodb: address, sqs: address, ses: address, s3: address, idp: address },
      { durable: true },
    );
    const client = new DynamoDBClient({ ...common, endpoint: lasting.addresses.dynamodb });
    await client.send(new PutItemCommand({ TableName: 'notes', Item: { pk: { S: '1' } } }));
    await client.send(new GetItemCommand({ TableName: 'notes', Key: { pk: { S: '1' } } }));
    client.destroy();
    await lasting.close();
    const operations = asked.map((target) => target.replace(/^.*\./, ''));
    expect(operations).toEqual(['PutItem', 'ListTables', 'GetItem']);
  });

  it('judge what clients do by links and forms like the function that signed them', async () => {
    const calls: ServiceCall[] = [];
    const end = fronts.watch((call) => calls.push(call));
    const signer = objectClient(formatTrace(trace));
    const object = { Bucket: 'notes', Key: 'files/가 1' };
    const link = await getSignedUrl(signer, new GetObjectCommand(object));
    const { url, fields } = await createPresignedPost(signer, { ...object, Key: 'uploads/1' });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob(['x'.repeat(100_000)]));
    // No fault of theirs: clients are no part of the stack.
    fronts.faults.add({ kind: 'error', count: 9 });
    expect((await fetch(link)).status).toBe(200);
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(200);
    end();
    signer.destroy();
    expect(calls).toEqual([
      { service: 's3', operation: 'GetObject', input: object, trace },
      { service: 's3', operation: 'PutObject', input: { ...object, Key: 'uploads/1' }, trace },
    ]);
  });

  it('say so when they fail themselves', async () => {
    fronts.use(({ trace: of }) => {
      if (of?.functionId === 'test.unlucky') throw new Error('on purpose');
      return undefined;
    });
    await expect(put({ functionId: 'test.unlucky' })).rejects.toMatchObject({
      name: 'InternalServerError',
      message: 'The front of dynamodb failed: Error: on purpose',
    });
  });

  it('refuse what a check refuses', async () => {
    fronts.use(({ trace: of }) =>
      of?.functionId === 'test.forbidden'
        ? { status: 400, code: 'AccessDeniedException', message: 'Not this one' }
        : undefined,
    );
    await expect(put({ functionId: 'test.forbidden' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'Not this one',
    });
    await put();
    expect(asked).toHaveLength(1);
  });
});

it('reads a trace as it was written, and nothing else', () => {
  const odd = { ...trace, requestId: 'slot: 09:00;ü' };
  expect(parseTrace(formatTrace(odd))).toEqual(odd);
  expect(parseTrace('')).toBeUndefined();
  expect(parseTrace('a:b:c')).toBeUndefined();
  expect(parseTrace('a:b:c:%')).toBeUndefined();
  expect(parseTrace(formatTrace({ ...trace, requestId: '\ud800' }))).toBeDefined();
});
