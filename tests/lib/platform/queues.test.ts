import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { sqs } from '../../../lib/aws/sqs.ts';
import type { SystemCaller } from '../../../lib/caller.ts';
import { config } from '../../../lib/config.ts';
import type { Context } from '../../../lib/context.ts';
import { createLog } from '../../../lib/log.ts';
import { transactionsOf } from '../../../lib/model/commit.ts';
import { listQueues } from '../../../lib/platform/queues/list-queues.ts';
import { redriveQueue } from '../../../lib/platform/queues/redrive-queue.ts';
import { queueUrl } from '../../../lib/queue/enqueue.ts';
import {
  deadLetterQueueName,
  defineQueue,
  type QueueDefinition,
  queueName,
} from '../../../lib/queue/queue.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';

const common = {
  summary: 'A queue that nobody reads',
  subscribes: [],
  accepts: [],
  timeoutSeconds: 10,
  batchSize: 10,
  outsideEffect: 'none',
  needs: {},
} as const;

const start = new Date('2026-11-21T09:00:00.000Z');

function contextAt(secondsLater: number): Context<SystemCaller> {
  const now = new Date(start.getTime() + secondsLater * 1000);
  const caller = { kind: 'system', name: 'test' } as const;
  return {
    caller,
    now,
    requestId: 'test',
    log: createLog({}),
    ...transactionsOf({ caller, now }),
  };
}

async function makeQueue(queue: QueueDefinition): Promise<QueueDefinition> {
  for (const name of [queueName(queue), deadLetterQueueName(queue)]) {
    const Attributes = queue.fifo && { FifoQueue: 'true' };
    const QueueName = `${config.queuePrefix}${name}`;
    await sqs().send(new CreateQueueCommand({ QueueName, ...(Attributes && { Attributes }) }));
  }
  return queue;
}

async function send(name: string, text: string, group?: string): Promise<void> {
  await sqs().send(
    new SendMessageCommand({
      QueueUrl: await queueUrl(name),
      MessageBody: text,
      ...(group && { MessageGroupId: group, MessageDeduplicationId: text }),
    }),
  );
}

/** Takes out all that a queue holds. */
async function takeAll(name: string): Promise<{ text: string; group: string | undefined }[]> {
  const QueueUrl = await queueUrl(name);
  const taken: { text: string; group: string | undefined }[] = [];
  for (;;) {
    const { Messages = [] } = await sqs().send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['MessageGroupId'],
      }),
    );
    if (Messages.length === 0) return taken;
    for (const { Body = '', Attributes, ReceiptHandle } of Messages) {
      taken.push({ text: Body, group: Attributes?.MessageGroupId });
      await sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

describeInProcess('measured queues', () => {
  it('tell for how long messages have been waiting', async () => {
    const queue = await makeQueue(defineQueue({ ...common, id: 'tests.waitInVain' }));
    const look = async (secondsLater: number) => {
      const { items } = await listQueues(contextAt(secondsLater), [queue]);
      return items[0];
    };
    expect(await look(1)).toMatchObject({ depth: 0, deadLetters: 0, backlogSeconds: null });

    await send(queueName(queue), 'one');
    await send(deadLetterQueueName(queue), 'failed');
    await look(60);
    await send(queueName(queue), 'two');
    await look(120);
    expect(await look(150)).toMatchObject({ depth: 2, deadLetters: 1, backlogSeconds: 90 });

    await takeAll(queueName(queue));
    expect(await look(181)).toMatchObject({ depth: 0, backlogSeconds: null });
  });
});

describeInProcess('dead letters', () => {
  it('go back whole, more than a batch of them', async () => {
    const queue = await makeQueue(defineQueue({ ...common, id: 'tests.takeBack' }));
    const texts = Array.from({ length: 23 }, (_, index) => `message ${index}`);
    for (const text of texts) await send(deadLetterQueueName(queue), text);
    const answer = await redriveQueue(contextAt(0), [queue], queueName(queue));
    expect(answer).toEqual({ moved: 23, remaining: 0 });
    const back = await takeAll(queueName(queue));
    expect(back.map(({ text }) => text).toSorted()).toEqual(texts.toSorted());
    expect(await takeAll(deadLetterQueueName(queue))).toEqual([]);
  });

  it('keep their group, and arrive though their first sending is remembered', async () => {
    const fifo = { groupBy: () => 'unused' };
    const queue = await makeQueue(defineQueue({ ...common, id: 'tests.takeBackInOrder', fifo }));
    await send(queueName(queue), 'again', 'kim');
    await takeAll(queueName(queue));
    await send(deadLetterQueueName(queue), 'again', 'kim');
    const answer = await redriveQueue(contextAt(0), [queue], queueName(queue));
    expect(answer).toEqual({ moved: 1, remaining: 0 });
    expect(await takeAll(queueName(queue))).toEqual([{ text: 'again', group: 'kim' }]);
  });
});
