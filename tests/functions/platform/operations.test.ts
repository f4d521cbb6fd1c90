import { randomUUID } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { getHealth, ping } from '../../../functions/platform/health/routes.ts';
import { listQueues, redriveQueue } from '../../../functions/platform/queues/routes.ts';
import { sqs } from '../../../lib/aws/sqs.ts';
import { queueUrl } from '../../../lib/queue/enqueue.ts';
import { deadLetterQueueName, type QueueDefinition, queueName } from '../../../lib/queue/queue.ts';
import { queues } from '../../../lib/registry/queues.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld } from '../../support/world.ts';

it('answers pings', async () => {
  const world = await createWorld({ live: false });
  const answer = await world.call(ping);
  expect(answer).toHaveStatus(200);
  expect(answer.body).toEqual({ message: 'pong' });
});

describe('health', () => {
  it('tells each dependency and the build', async () => {
    const world = await createWorld({ live: false });
    const answer = await world.call(getHealth);
    expect(answer).toHaveStatus(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({
      status: 'up',
      dependencies: { table: 'up', queues: 'up', bucket: 'up', secrets: 'up' },
    });
    expect(answer.body.build).toBeTruthy();
  });
});

describeInProcess('health without secrets', () => {
  it('is 503 in the same shape and names what is down', async () => {
    const world = await createWorld({ env: { SECRETS_SOURCE: 'file:/nowhere' } });
    const answer = await world.call(getHealth);
    expect(answer).toHaveStatus(503);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.body).toMatchObject({
      status: 'down',
      dependencies: { table: 'up', queues: 'up', bucket: 'up', secrets: 'down' },
    });
  });
});

describeInProcess('the queues', () => {
  const [queue] = queues;
  if (!queue) throw new Error('There is no queue');
  const name = queueName(queue);

  /** Puts messages that no worker can read among the dead letters. */
  async function fail(failing: QueueDefinition, count: number): Promise<void> {
    const QueueUrl = await queueUrl(deadLetterQueueName(failing));
    for (let index = 0; index < count; index++) {
      await sqs().send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: `unreadable ${index}`,
          ...(failing.fifo && { MessageGroupId: '1', MessageDeduplicationId: randomUUID() }),
        }),
      );
    }
  }

  it('are listed with what waits and what failed', async () => {
    const world = await createWorld({ live: false });
    const answer = await world.call(listQueues, { as: await world.callerWith(['admin']) });
    expect(answer).toHaveStatus(200);
    expect(answer.body.items?.map((item) => item.queue)).toEqual(queues.map(queueName));
  });

  it('get their dead letters back, each once', async () => {
    const world = await createWorld({ live: false });
    const as = await world.callerWith(['admin']);
    const counts = async () => {
      const { body } = await world.call(listQueues, { as });
      return body.items?.find((item) => item.queue === name);
    };
    const deadLetters = async () => (await counts())?.deadLetters;
    const before = (await deadLetters()) ?? 0;
    await fail(queue, 12);
    expect(await deadLetters()).toBe(before + 12);
    const answer = await world.call(redriveQueue, { as, params: { queue: name } });
    expect(answer).toHaveStatus(200);
    expect(answer.body.moved).toBe(before + 12);
    expect(await counts()).toMatchObject({ depth: before + 12, backlogSeconds: 0 });
    // The worker refuses them again, five times each.
    await world.drain();
    expect(await counts()).toMatchObject({ deadLetters: before + 12, backlogSeconds: null });
  });

  it('all get theirs back', async () => {
    const world = await createWorld({ live: false });
    const as = await world.callerWith(['admin']);
    const moved = queues.map(async (each) => {
      await fail(each, 1);
      const params = { queue: queueName(each) };
      return (await world.call(redriveQueue, { as, params })).body.moved;
    });
    for (const count of await Promise.all(moved)) expect(count).toBeGreaterThan(0);
    await world.drain();
  });

  it('are named in the path', async () => {
    const world = await createWorld({ live: false });
    const as = await world.callerWith(['admin']);
    expect(await world.call(redriveQueue, { as, params: { queue: 'no-such' } })).toBeProblem(
      'platform.queue_not_found',
    );
  });

  it('are for administrators', async () => {
    const world = await createWorld({ live: false });
    const refused = await world.callerWith(['account']);
    expect(await world.call(listQueues, { as: refused })).toBeProblem('auth.scope_missing');
    expect(await world.call(listQueues)).toBeProblem('auth.credentials_missing');
  });
});
