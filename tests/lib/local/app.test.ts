import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { defineTask } from '../../../lib/cron/task.ts';
import { defineRoute, type RouteDefinition } from '../../../lib/http/route.ts';
import type { Contracts } from '../../../lib/invocables.ts';
import { createApp, type LocalApp } from '../../../lib/local/app.ts';
import type { Load } from '../../../lib/local/generation.ts';
import { defineQueue } from '../../../lib/queue/queue.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { testRun } from '../../support/test-run.ts';

const plain = {
  summary: 'Test',
  auth: 'public',
  responses: { 200: z.object({}) },
  errors: [],
  examples: {},
  needs: {},
} as const;

const routes: RouteDefinition[] = [
  defineRoute({ ...plain, id: 'test.echo', method: 'POST', path: '/echo/{name}' }),
  defineRoute({ ...plain, id: 'test.throw', method: 'GET', path: '/throw' }),
  defineRoute({ ...plain, id: 'test.hang', method: 'GET', path: '/hang', timeoutSeconds: 0.05 }),
];

const queue = {
  summary: 'Test',
  subscribes: [],
  accepts: [],
  timeoutSeconds: 5,
  outsideEffect: 'none',
  needs: {},
} as const;

const queues = [
  defineQueue({ ...queue, id: 'test.workBatch', batchSize: 10 }),
  defineQueue({
    ...queue,
    id: 'test.workInTurn',
    batchSize: 10,
    fifo: { groupBy: ({ subject }) => subject },
  }),
];

const tasks = [
  defineTask({
    id: 'test.tick',
    summary: 'Test',
    schedule: 'cron(0 3 * * ? *)',
    zone: 'UTC',
    timeoutSeconds: 5,
    needs: {},
  }),
];

const streamWorker = {
  id: 'test.readStream',
  summary: 'Test',
  timeoutSeconds: 5,
  batchSize: 100,
} as const;

describeInProcess('the local app', () => {
  const received: string[] = [];
  const streamed: string[] = [];
  const ticks: unknown[] = [];
  const context: Context[] = [];
  let sqs: SQSClient;
  let dynamodb: DynamoDBClient;
  let app: LocalApp;
  let inUse: Contracts['routes'];
  let names: { tableName: string; queuePrefix: string; bucketName: string };

  const work = async ({ Records }: SQSEvent) => {
    const failed = Records.filter(({ body }) => body.startsWith('poison'));
    received.push(
      ...Records.map(({ body, attributes }) => `${body} ${attributes.ApproximateReceiveCount}`),
    );
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };

  const modules: Record<string, object> = {
    'lib/registry/routes': { routes },
    'lib/registry/queues': { queues },
    'lib/registry/tasks': { tasks },
    'events/streams': { streamWorker },
    'functions/test/echo': {
      handler: async (event: object, lambdaContext: Context) => {
        context.push(lambdaContext);
        return { statusCode: 200, body: JSON.stringify(event), cookies: ['a=1', 'b=2'] };
      },
    },
    'functions/test/throw': {
      handler: async () => {
        throw new Error('a secret');
      },
    },
    'functions/test/hang': { handler: () => new Promise(() => undefined) },
    'functions/test/workers/work-batch': { handler: work },
    'functions/test/workers/work-in-turn': { handler: work },
    'functions/test/workers/read-stream': {
      handler: async ({ Records }: DynamoDBStreamEvent) => {
        for (const { dynamodb: change } of Records) {
          const body = change?.NewImage?.body?.S ?? '';
          streamed.push(body);
          await send('work-batch', body);
        }
      },
    },
    'functions/test/tasks/tick': {
      handler: async (event: unknown) => {
        ticks.push(event);
      },
    },
  };

  const load: Load = async (path) =>
    modules[path] ?? ((await import(`../../../${path}.ts`)) as object);

  async function send(name: string, body: string, group?: string): Promise<void> {
    const QueueName = `${names.queuePrefix}${name}`;
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: body,
        ...(group && { MessageGroupId: group, MessageDeduplicationId: body }),
      }),
    );
  }

  async function write(body: string): Promise<void> {
    const Item = { pk: { S: body }, sk: { S: body }, body: { S: body } };
    await dynamodb.send(new PutItemCommand({ TableName: names.tableName, Item }));
  }

  const fetchJson = async (path: string, init?: RequestInit) => {
    const response = await app.fetch(new Request(`http://127.0.0.1:3000${path}`, init));
    return { status: response.status, body: (await response.json()) as unknown, response };
  };

  beforeAll(async () => {
    const { addresses, name } = testRun();
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = { region: 'us-east-1', credentials };
    sqs = new SQSClient({ ...client, endpoint: addresses.sqs });
    dynamodb = new DynamoDBClient({ ...client, endpoint: addresses.dynamodb });
    const own = `moa-${name}-app-${process.pid}`;
    names = { tableName: own, queuePrefix: `${own}-`, bucketName: own };
    const onContracts = (contracts: Contracts) => {
      inUse = contracts.routes;
    };
    app = await createApp({ load, addresses, ...names, visibilitySeconds: 0, onContracts });
  });

  beforeEach(() => {
    for (const list of [received, streamed, ticks, context]) list.length = 0;
  });

  afterAll(async () => {
    await app.close();
    sqs.destroy();
    dynamodb.destroy();
  });

  it('calls the function of a route with its event and context', async () => {
    const { status, body, response } = await fetchJson('/echo/kim?x=1', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://app.example' },
      body: '{"a":1}',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      routeKey: 'POST /echo/{name}',
      pathParameters: { name: 'kim' },
      body: '{"a":1}',
    });
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(context[0]?.functionName).toBe('moa-local-test-echo');
    expect(context[0]?.getRemainingTimeInMillis()).toBeLessThanOrEqual(10_000);
  });

  it('answers as API Gateway does where no function can', async () => {
    expect(await fetchJson('/nothing')).toMatchObject({
      status: 404,
      body: { message: 'Not Found', code: 'request.route_not_found' },
    });
    expect(await fetchJson('/echo/%zz', { method: 'POST' })).toMatchObject({
      status: 400,
      body: { message: 'Bad Request', code: 'request.invalid' },
    });
    expect(await fetchJson('/throw')).toMatchObject({
      status: 500,
      body: { message: 'Internal Server Error' },
    });
    expect(await fetchJson('/hang')).toMatchObject({ status: 500 });
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    expect(await fetchJson('/echo/kim', { method: 'POST', body })).toMatchObject({
      status: 413,
      body: { message: 'Request Entity Too Large', code: 'request.too_large' },
    });
  });

  it('drains the stream and the queues that it feeds', async () => {
    await Promise.all(['one', 'two', 'three'].map(write));
    await app.drain();
    expect([...streamed].sort()).toEqual(['one', 'three', 'two']);
    expect([...received].sort()).toEqual(['one 1', 'three 1', 'two 1']);
    await app.drain();
    expect(received).toHaveLength(3);
  });

  it('brings poison to the dead-letter queue after five receives, and all else once', async () => {
    const good = Array.from({ length: 9 }, (_, index) => `good-${index}`);
    for (const body of [...good.slice(0, 4), 'poison', ...good.slice(4)]) {
      await send('work-batch', body);
    }
    await app.drain();
    const counts = (body: string) => received.filter((line) => line.startsWith(`${body} `));
    expect(counts('poison')).toEqual([1, 2, 3, 4, 5].map((count) => `poison ${count}`));
    for (const body of good) expect(counts(body)).toEqual([`${body} 1`]);
    const { body: listed } = await fetchJson('/_local/queues');
    expect(listed).toContainEqual(
      expect.objectContaining({ name: 'work-batch', visible: 0, inFlight: 0, deadLetters: 1 }),
    );
    const { body: dead } = await fetchJson('/_local/queues/work-batch-dlq/messages');
    expect(dead).toMatchObject([{ body: 'poison' }]);
  });

  it('moves dead letters back', async () => {
    await send('work-batch', 'poison again');
    await app.drain();
    received.length = 0;
    const { body } = await fetchJson('/_local/queues/work-batch/redrive', { method: 'POST' });
    expect((body as { moved: number }).moved).toBeGreaterThan(0);
    await app.drain();
    expect(received).toContain('poison again 1');
  });

  it('keeps the order within a group', async () => {
    for (const body of ['a1', 'b1', 'a2', 'b2', 'a3']) {
      await send('work-in-turn.fifo', body, body.charAt(0));
    }
    await app.drain();
    const ofGroup = (group: string) => received.filter((line) => line.startsWith(group));
    expect(ofGroup('a')).toEqual(['a1 1', 'a2 1', 'a3 1']);
    expect(ofGroup('b')).toEqual(['b1 1', 'b2 1']);
  });

  it('reads and works by itself once started', async () => {
    app.start();
    await write('by itself');
    await app.drain();
    expect(received).toEqual(['by itself 1']);
  });

  it('runs tasks by hand, at their slot', async () => {
    const at = { at: '2026-03-01T03:00:30Z' };
    const answer = await fetchJson('/_local/tasks/tick', {
      method: 'POST',
      body: JSON.stringify(at),
    });
    expect(answer.body).toEqual({ name: 'tick', scheduledTime: '2026-03-01T03:00:00.000Z' });
    expect(ticks).toEqual([{ scheduledTime: '2026-03-01T03:00:00.000Z' }]);
    expect((await fetchJson('/_local/tasks/none', { method: 'POST' })).status).toBe(404);
  });

  it('fires the last slot that a jump of the clock passes', async () => {
    const clock = (body: object) =>
      fetchJson('/_local/clock', { method: 'POST', body: JSON.stringify(body) });
    await clock({ now: '2040-05-01T12:00:00Z' });
    ticks.length = 0;
    await clock({ advanceSeconds: 2 * 86_400 });
    while (ticks.length === 0) await app.drain();
    expect(ticks).toEqual([{ scheduledTime: '2040-05-03T03:00:00.000Z' }]);
    const { body } = await clock({});
    expect(body).toMatchObject({ offsetSeconds: 0 });
    expect((await clock({ advanceSeconds: 'soon' })).status).toBe(400);
  });

  it('shows the table', async () => {
    await write('shown');
    const { body } = await fetchJson('/_local/table?pk=shown');
    expect(body).toEqual({
      items: [{ pk: 'shown', sk: 'shown', body: 'shown' }],
      nextCursor: null,
    });
    for (const key of [null, { pk: 'shown' }, { a: 1 }, { pk: { S: 'a' }, sk: { N: '1' } }]) {
      const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
      expect((await fetchJson(`/_local/table?cursor=${cursor}`)).status).toBe(400);
    }
  });

  it('shows recent requests', async () => {
    await fetchJson('/throw');
    const { body } = await fetchJson('/_local/requests');
    expect((body as object[])[0]).toMatchObject({ path: '/throw', status: 500, calls: 0 });
  });

  it.each([
    [{ host: 'evil.example' }],
    [{ host: '127.0.0.1.evil.example:3000' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
  ])('keeps the console from pages of elsewhere (%p)', async (headers) => {
    const { status, response } = await fetchJson('/_local/mails', { headers });
    expect(status).toBe(403);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it('answers an unknown path of the console with a problem', async () => {
    const { status, body } = await fetchJson('/_local/nothing');
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'local.not_found', status: 404 });
    expect((await fetchJson('/_local/drain')).status).toBe(405);
  });

  it('goes on with the last code when the new one cannot be used', async () => {
    const twice = routes[0] as RouteDefinition;
    modules['lib/registry/routes'] = { routes: [...routes, { ...twice, id: 'test.twin' }] };
    await expect(app.reload()).rejects.toThrow('test.twin');
    expect((await fetchJson('/throw')).status).toBe(500);
    expect(inUse).toEqual(routes);
    const added = { ...twice, path: '/added/{name}' as const };
    modules['lib/registry/routes'] = { routes: [...routes, added] };
    await app.reload();
    expect((await fetchJson('/added/kim', { method: 'POST' })).status).toBe(200);
    expect(inUse).toContain(added);
  });
});
