import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { createApp, type LocalApp } from '../../../lib/local/app.ts';
import type { Load } from '../../../lib/local/generation.ts';
import { defineQueue } from '../../../lib/queue/queue.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { testRun } from '../../support/test-run.ts';

const queue = {
  summary: 'Test',
  subscribes: [],
  accepts: [],
  timeoutSeconds: 2,
  batchSize: 1,
  needs: {},
} as const;

const queues = [
  defineQueue({ ...queue, id: 'test.workInside', outsideEffect: 'none' }),
  defineQueue({ ...queue, id: 'test.workOutside', outsideEffect: 'at_least_once' }),
];

describeInProcess('a local app after one that was killed', () => {
  const received: string[] = [];
  let sqs: SQSClient;
  let app: LocalApp;
  let names: { tableName: string; queuePrefix: string; bucketName: string };

  const work = async ({ Records }: SQSEvent) => {
    received.push(...Records.map(({ body }) => body));
  };

  const modules: Record<string, object> = {
    'lib/registry/routes': { routes: [] },
    'lib/registry/queues': { queues },
    'lib/registry/tasks': { tasks: [] },
    'events/streams': {},
    'functions/test/workers/work-inside': { handler: work },
    'functions/test/workers/work-outside': { handler: work },
  };

  const load: Load = async (path) =>
    modules[path] ?? ((await import(`../../../${path}.ts`)) as object);

  const start = () => createApp({ load, ...names, addresses: testRun().addresses });

  /** As a worker does that is killed before it is done. */
  async function sendAndReceive(name: string): Promise<void> {
    const QueueName = `${names.queuePrefix}${name}`;
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: name }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages).toHaveLength(1);
  }

  async function listedQueues(): Promise<unknown> {
    const response = await app.fetch(new Request('http://127.0.0.1:3000/_local/queues'));
    return response.json();
  }

  beforeAll(async () => {
    const { addresses, name } = testRun();
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    sqs = new SQSClient({ region: 'us-east-1', credentials, endpoint: addresses.sqs });
    const own = `moa-${name}-orphans-${process.pid}`;
    names = { tableName: own, queuePrefix: `${own}-`, bucketName: own };
  });

  afterAll(async () => {
    await app.close();
    sqs.destroy();
  });

  it('works on what that one had received, and first lets claims on outside effects end', async () => {
    const killed = await start();
    await sendAndReceive('work-inside');
    await sendAndReceive('work-outside');
    await killed.close();

    app = await start();
    expect(await listedQueues()).toMatchObject([
      { name: 'work-inside', visible: 1, inFlight: 0 },
      { name: 'work-outside', visible: 0, inFlight: 1 },
    ]);
    await app.drain();
    expect(received).toEqual(['work-inside', 'work-outside']);
  });
});
