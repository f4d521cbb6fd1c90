import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { sqs } from '../../../lib/aws/sqs.ts';
import type { SystemCaller } from '../../../lib/caller.ts';
import { config } from '../../../lib/config.ts';
import { continueLater } from '../../../lib/queue/continue-later.ts';
import { defineMessage, draft, envelope } from '../../../lib/queue/message.ts';
import { defineQueue, queueName } from '../../../lib/queue/queue.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { randomLetters } from '../../support/random-letters.ts';

const goOn = defineMessage({
  type: 'test.go_on',
  version: 1,
  data: z.object({ after: z.string(), seen: z.int() }),
});

const caller: SystemCaller = { kind: 'system', name: 'test.walk' };
const now = new Date('2026-11-21T09:00:00Z');
const call = (requestId: string) => ({ caller, now, requestId });
const from = (after: string, seen: number) => draft(goOn, 'list', { after, seen });

describeInProcess('continueLater', () => {
  async function newQueue() {
    const queue = defineQueue({
      id: `test.${randomLetters()}`,
      summary: 'Walk',
      subscribes: [],
      accepts: [goOn],
      timeoutSeconds: 10,
      batchSize: 10,
      outsideEffect: 'none',
      needs: {},
    });
    const QueueName = config.queuePrefix + queueName(queue);
    const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName }));
    const receive = async () => {
      const { Messages = [] } = await sqs().send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      return Messages.map(({ Body = '' }) => envelope.parse(JSON.parse(Body)));
    };
    return { queue, receive };
  }

  it('sends the commands on behalf of who calls', async () => {
    const { queue, receive } = await newQueue();
    await continueLater(call('a'), queue, [from('x', 1), from('y', 2)]);
    const received = await receive();
    expect(received.map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        { after: 'x', seen: 1 },
        { after: 'y', seen: 2 },
      ]),
    );
    expect(new Set(received.map(({ id }) => id)).size).toBe(2);
    for (const { type, subject, actor, time } of received) {
      expect({ type, subject, actor, time }).toEqual({
        type: 'test.go_on',
        subject: 'list',
        actor: 'system:test.walk',
        time: now.toISOString(),
      });
    }
  });

  it.each([
    ['the same id when a call runs again', call('a'), from('x', 1), 'x', true],
    ['the same id at one position, whatever was counted', call('a'), from('x', 2), 'x', true],
    ['another id at another position', call('a'), from('y', 1), 'y', false],
    ['another id to another call', call('b'), from('x', 1), 'x', false],
  ])('gives %s', async (_, ctx, command, position, isSame) => {
    const { queue, receive } = await newQueue();
    await continueLater(call('a'), queue, [from('x', 1)], 'x');
    await continueLater(ctx, queue, [command], position);
    const [first, second] = await receive();
    expect(first?.id === second?.id).toBe(isSame);
    expect(second).toBeDefined();
  });

  it('tells commands apart by all that they say where no position is given', async () => {
    const { queue, receive } = await newQueue();
    for (const seen of [1, 2, 2]) await continueLater(call('a'), queue, [from('x', seen)]);
    const received = await receive();
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ id }) => id)).size).toBe(2);
  });
});
