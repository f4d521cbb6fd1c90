import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  type SendMessageBatchCommandInput,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { sqs } from '../../../lib/aws/sqs.ts';
import { config } from '../../../lib/config.ts';
import { enqueue } from '../../../lib/queue/enqueue.ts';
import { defineMessage, draft, envelope } from '../../../lib/queue/message.ts';
import { defineQueue, queueName } from '../../../lib/queue/queue.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { randomLetters } from '../../support/random-letters.ts';

const told = defineMessage({ type: 'test.told', version: 1, data: z.object({}) });
const by = { actor: 'system:test', now: new Date('2026-11-21T09:00:00Z') };
const drafts = ['a', 'b', 'c'].map((id) => ({ ...draft(told, id, {}), id }));

/** SQS answers 200 and names the entries of a batch that it did not take. */
function refuse(subject: string, options: { times: number }): void {
  let left = options.times;
  sqs().middlewareStack.add(
    (next) => async (args) => {
      const { Entries = [], ...input } = args.input as SendMessageBatchCommandInput;
      const isRefused = ({ MessageBody = '{}' }) => JSON.parse(MessageBody).subject === subject;
      const refused = left > 0 ? Entries.filter(isRefused) : [];
      if (refused.length === 0) return next(args);
      left -= 1;
      const taken = Entries.filter((entry) => !refused.includes(entry));
      const Failed = refused.map(({ Id = '' }) => ({ Id, SenderFault: false, Code: 'Busy' }));
      if (taken.length === 0) return { response: {}, output: { $metadata: {}, Failed } };
      const result = await next({ ...args, input: { ...input, Entries: taken } });
      Object.assign(result.output, { Failed });
      return result;
    },
    { step: 'initialize', name: 'refuseEntries' },
  );
}

describeInProcess('enqueue when SQS takes a batch in part', () => {
  afterEach(() => sqs().middlewareStack.remove('refuseEntries'));

  async function newQueue() {
    const queue = defineQueue({
      id: `test.${randomLetters()}`,
      summary: 'Hear',
      subscribes: [],
      accepts: [told],
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
      return Messages.map(({ Body = '' }) => envelope.parse(JSON.parse(Body)).subject).sort();
    };
    return { queue, receive };
  }

  it('sends large messages in batches that SQS takes', async () => {
    const { queue, receive } = await newQueue();
    const heavy = defineMessage({
      type: 'test.told',
      version: 1,
      data: z.object({ text: z.string() }),
    });
    const text = 'x'.repeat(300_000);
    const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    await enqueue(
      queue,
      letters.map((id) => ({ ...draft(heavy, id, { text }), id })),
      by,
    );
    const received: string[] = [];
    for (let part = await receive(); part.length > 0; part = await receive()) {
      received.push(...part);
    }
    expect(received.toSorted()).toEqual(letters);
  });

  it('says whose a message is where that matters', async () => {
    const { queue } = await newQueue();
    const tenants: unknown[] = [];
    sqs().middlewareStack.add(
      (next) => (args) => {
        const { Entries = [] } = args.input as SendMessageBatchCommandInput;
        tenants.push(...Entries.map(({ MessageGroupId }) => MessageGroupId));
        return next(args);
      },
      { step: 'initialize', name: 'refuseEntries' },
    );
    await enqueue({ ...queue, tenantOf: ({ subject }) => `of_${subject}` }, drafts, by);
    expect(tenants).toEqual(['of_a', 'of_b', 'of_c']);
  });

  it('sends the rest again, and only that', async () => {
    const { queue, receive } = await newQueue();
    refuse('b', { times: 2 });
    await enqueue(queue, drafts, by);
    expect(await receive()).toEqual(['a', 'b', 'c']);
  });

  it('sends any text', async () => {
    const { queue, receive } = await newQueue();
    const text = 'a "quoted" \u0000 \u001f 한국어 😀 \uffff \ud800';
    await enqueue(queue, [{ ...draft(told, text, {}), id: 'a' }], by);
    expect(await receive()).toEqual([text]);
  });

  it('says so when some are never taken', async () => {
    const { queue, receive } = await newQueue();
    refuse('b', { times: 100 });
    await expect(enqueue(queue, drafts, by)).rejects.toMatchObject({
      code: 'request.dependency_unavailable',
    });
    expect(await receive()).toEqual(['a', 'c']);
  });
});
