import { randomBytes } from 'node:crypto';
import type { SystemCaller } from '../../../lib/caller.ts';
import type { Context } from '../../../lib/context.ts';
import { createLog } from '../../../lib/log.ts';
import { transactionsOf } from '../../../lib/model/commit.ts';
import { actOutside, EffectNotDone } from '../../../lib/queue/outside-effect.ts';
import { defineQueue, type QueueDefinition } from '../../../lib/queue/queue.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';

const start = new Date('2026-11-21T09:00:00Z');
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);

function queueWith(outsideEffect: QueueDefinition['outsideEffect']) {
  return defineQueue({
    id: 'test.sendThings',
    summary: 'Send things',
    subscribes: [],
    accepts: [],
    timeoutSeconds: 20,
    batchSize: 1,
    outsideEffect,
    needs: {},
  });
}

/** Deliveries of one message to a worker; `times` counts how often it acted. */
function oneMessage(queue: QueueDefinition) {
  const requestId = randomBytes(8).toString('hex');
  const caller: SystemCaller = { kind: 'system', name: queue.id };
  const counted = { times: 0 };
  const deliver = (now: Date, act: () => string | Promise<string> = () => 'sent') => {
    const transactions = transactionsOf({ caller, now });
    const ctx: Context<SystemCaller> = {
      caller,
      now,
      requestId,
      log: createLog({}),
      ...transactions,
    };
    return actOutside(ctx, queue, async () => {
      counted.times++;
      return act();
    });
  };
  return { counted, deliver };
}

const lostReply = () => {
  throw new Error('socket hang up');
};
const refusal = () => {
  throw new EffectNotDone('throttled');
};

describeInProcess('an effect outside the table', () => {
  it('happens once for a message that is delivered again', async () => {
    const { counted, deliver } = oneMessage(queueWith('at_least_once'));
    await deliver(start);
    await deliver(start);
    await deliver(later(120));
    expect(counted.times).toBe(1);
  });

  it('happens once for a message that is delivered to many at once', async () => {
    const { counted, deliver } = oneMessage(queueWith('at_least_once'));
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => deliver(start)));
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(counted.times).toBe(1);
  });

  it.each(['at_least_once', 'at_most_once'] as const)(
    'is tried again when it certainly did not happen (%s)',
    async (outsideEffect) => {
      const { counted, deliver } = oneMessage(queueWith(outsideEffect));
      await expect(deliver(start, refusal)).rejects.toThrow('throttled');
      await deliver(start);
      await deliver(later(120));
      expect(counted.times).toBe(2);
    },
  );

  it('is left to who began it until their time is over', async () => {
    const { counted, deliver } = oneMessage(queueWith('at_least_once'));
    const begun = Promise.withResolvers<void>();
    const sending = Promise.withResolvers<string>();
    const first = deliver(start, () => {
      begun.resolve();
      return sending.promise;
    });
    await begun.promise;
    await expect(deliver(later(10))).rejects.toThrow('under way elsewhere');
    sending.resolve('sent');
    await first;
    await deliver(later(120));
    expect(counted.times).toBe(1);
  });

  it('is repeated when nobody knows and the queue says at least once', async () => {
    const { counted, deliver } = oneMessage(queueWith('at_least_once'));
    await expect(deliver(start, lostReply)).rejects.toThrow('socket hang up');
    await deliver(start);
    await deliver(later(240));
    expect(counted.times).toBe(2);
  });

  it('is given up when nobody knows and the queue says at most once', async () => {
    const { counted, deliver } = oneMessage(queueWith('at_most_once'));
    await expect(deliver(start, lostReply)).rejects.toThrow('socket hang up');
    await deliver(later(120));
    await deliver(later(240));
    expect(counted.times).toBe(1);
  });
});
