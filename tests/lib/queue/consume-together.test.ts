import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { consumeTogether } from '../../../lib/queue/consume-together.ts';
import { defineMessage, draft, toEnvelope } from '../../../lib/queue/message.ts';
import { defineQueue } from '../../../lib/queue/queue.ts';

const named = defineMessage({
  type: 'test.named',
  version: 1,
  data: z.object({ name: z.string() }),
});

const queue = defineQueue({
  id: 'test.gatherThings',
  summary: 'Gather',
  subscribes: [named],
  accepts: [],
  timeoutSeconds: 10,
  batchSize: 10,
  outsideEffect: 'none',
  needs: {},
});

function recordOf(subject: string, name: string, receives = 1): SQSRecord {
  const about = { id: randomUUID(), actor: 'usr_test', time: new Date() };
  return {
    messageId: randomUUID(),
    body: JSON.stringify(toEnvelope(draft(named, subject, { name }), about)),
    attributes: { ApproximateReceiveCount: String(receives) },
  } as unknown as SQSRecord;
}

/** What was worked on together, by names; a group with `poison` in it fails. */
async function run(...Records: SQSRecord[]) {
  return runWithin(Infinity, ...Records);
}

/** {@link run} where each group takes a second of so many milliseconds. */
async function runWithin(milliseconds: number, ...Records: SQSRecord[]) {
  const groups: string[][] = [];
  const atOnce = new Map<string, number>();
  let mostAtOnce = 0;
  let left = milliseconds;
  const handler = consumeTogether(queue, {
    keyOf: ({ subject }) => subject,
    async act(_ctx, messages) {
      const names = messages.map(({ data }) => data.name);
      const key = String(messages[0]?.subject);
      groups.push(names);
      left -= 1000;
      atOnce.set(key, (atOnce.get(key) ?? 0) + 1);
      mostAtOnce = Math.max(mostAtOnce, ...atOnce.values());
      await setImmediate();
      atOnce.set(key, (atOnce.get(key) ?? 0) - 1);
      if (names.includes('poison')) throw new Error('on purpose');
    },
  });
  const { batchItemFailures } = await handler({ Records } satisfies SQSEvent, {
    getRemainingTimeInMillis: () => left,
  });
  const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { groups, failed, mostAtOnce };
}

describe('consumeTogether', () => {
  it('works on messages of one key together, in their order', async () => {
    const { groups, failed } = await run(
      recordOf('x', 'one'),
      recordOf('y', 'two'),
      recordOf('x', 'three'),
    );
    expect(groups).toEqual([['one', 'three'], ['two']]);
    expect(failed).toEqual([]);
  });

  it('gives back a group that failed, and works on each alone when it comes again', async () => {
    const group = (receives: number) =>
      ['one', 'poison', 'two'].map((name) => recordOf('x', name, receives));
    const first = [...group(1), recordOf('y', 'three')];
    expect((await run(...first)).failed).toEqual(first.slice(0, 3).map((one) => one.messageId));
    const second = group(2);
    const { groups, failed } = await run(...second);
    expect(groups).toEqual([['one'], ['poison'], ['two']]);
    expect(failed).toEqual([second[1]?.messageId]);
  });

  it('works on messages of one key that come again one after another, and after new ones', async () => {
    const { groups, failed, mostAtOnce } = await run(
      ...['one', 'two', 'three'].map((name) => recordOf('x', name, 2)),
      recordOf('x', 'four'),
      recordOf('x', 'five'),
    );
    expect(mostAtOnce).toBe(1);
    expect(groups).toEqual([['four', 'five'], ['one'], ['two'], ['three']]);
    expect(failed).toEqual([]);
  });

  it('gives back those that come again for which no time is left', async () => {
    const records = ['one', 'two', 'three'].map((name) => recordOf('x', name, 2));
    const { groups, failed } = await runWithin(11_000, ...records);
    expect(groups).toEqual([['one'], ['two']]);
    expect(failed).toEqual([records[2]?.messageId]);
  });

  it('gives back what is no message of the queue, and does the rest', async () => {
    const bad = { ...recordOf('x', 'one'), body: '{}' };
    const { groups, failed } = await run(bad, recordOf('x', 'two'));
    expect(groups).toEqual([['two']]);
    expect(failed).toEqual([bad.messageId]);
  });
});
