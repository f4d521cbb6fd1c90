import { randomUUID } from 'node:crypto';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { impossible, writeIf } from '../../../lib/model/write.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { defineMessage, draft, type Envelope, toEnvelope } from '../../../lib/queue/message.ts';
import { defineQueue } from '../../../lib/queue/queue.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { Notes, newNoteId, readNote } from '../model/notes.entity.ts';

const counted = defineMessage({
  type: 'test.counted',
  version: 1,
  data: z.object({ noteId: z.string(), fails: z.boolean().default(false) }),
});

const queue = defineQueue({
  id: 'test.countThings',
  summary: 'Count',
  subscribes: [counted],
  accepts: [],
  timeoutSeconds: 10,
  batchSize: 10,
  outsideEffect: 'none',
  needs: {},
});

const fifo = defineQueue({ ...queue, id: 'test.countInOrder', fifo: { groupBy: () => 'group' } });

const order: string[] = [];

const counting = (of: typeof queue | typeof fifo) =>
  consume(of, {
    'test.counted': async (ctx, { data, subject }) => {
      order.push(subject);
      if (data.fails) throw new Error('on purpose');
      await ctx.commit(
        [writeIf(Notes.patch({ noteId: data.noteId }).add({ count: 1 }), impossible)],
        null,
      );
    },
  });

function message(data: { noteId: string; fails?: boolean }, subject = 'x'): Envelope {
  const about = { id: randomUUID(), actor: 'usr_test', time: new Date() };
  return toEnvelope(draft(counted, subject, data), about);
}

function recordOf(body: unknown, group?: string): SQSRecord {
  return {
    messageId: randomUUID(),
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: '1', ...(group && { MessageGroupId: group }) },
  } as unknown as SQSRecord;
}

const eventOf = (...Records: SQSRecord[]): SQSEvent => ({ Records });
const failuresOf = (...records: SQSRecord[]) =>
  records.map(({ messageId }) => ({ itemIdentifier: messageId }));

describeInProcess('consume', () => {
  let noteId: string;
  beforeEach(async () => {
    order.length = 0;
    noteId = newNoteId();
    await Notes.create({ noteId, text: 'a' }).go();
  });
  const count = async () => (await readNote(noteId))?.count;

  it('does each message and gives none back', async () => {
    const records = [1, 2, 3].map(() => recordOf(message({ noteId })));
    expect(await counting(queue)(eventOf(...records))).toEqual({ batchItemFailures: [] });
    expect(await count()).toBe(3);
  });

  it('gives back what failed and nothing else', async () => {
    const good = Array.from({ length: 9 }, () => recordOf(message({ noteId })));
    const poison = recordOf(message({ noteId, fails: true }));
    const records = [...good.slice(0, 4), poison, ...good.slice(4)];
    const answer = await counting(queue)(eventOf(...records));
    expect(answer).toEqual({ batchItemFailures: failuresOf(poison) });
    expect(await count()).toBe(9);
  });

  it('has the effect of a message once, delivered again under another SQS id', async () => {
    const same = message({ noteId });
    const run = counting(queue);
    expect(await run(eventOf(recordOf(same)))).toEqual({ batchItemFailures: [] });
    expect(await run(eventOf(recordOf(same), recordOf(same)))).toEqual({ batchItemFailures: [] });
    expect(await count()).toBe(1);
  });

  it('has the effect of a message once, delivered twenty times at once', async () => {
    const same = message({ noteId });
    const run = counting(queue);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => run(eventOf(recordOf(same)))),
    );
    expect(answers).toEqual(answers.map(() => ({ batchItemFailures: [] })));
    expect(await count()).toBe(1);
  });

  it('has the effect of a message once in each queue', async () => {
    const same = message({ noteId });
    await counting(queue)(eventOf(recordOf(same)));
    await counting(fifo)(eventOf(recordOf(same, 'group')));
    expect(await count()).toBe(2);
  });

  it('does a message that failed before', async () => {
    let fails = true;
    const same = message({ noteId });
    const run = consume(queue, {
      'test.counted': async (ctx, { data }) => {
        if (fails) throw new Error('on purpose');
        await ctx.commit(
          [writeIf(Notes.patch({ noteId: data.noteId }).add({ count: 1 }), impossible)],
          null,
        );
      },
    });
    expect((await run(eventOf(recordOf(same)))).batchItemFailures).toHaveLength(1);
    fails = false;
    expect((await run(eventOf(recordOf(same)))).batchItemFailures).toHaveLength(0);
    expect(await count()).toBe(1);
  });

  it.each([
    ['no JSON', () => 'x'],
    ['no envelope', () => '{}'],
    ['null', () => 'null'],
    [
      'a type that the queue does not carry',
      () => ({ ...message({ noteId }), type: 'test.other' }),
    ],
    ['a type of the prototype', () => ({ ...message({ noteId }), type: 'constructor' })],
    ['another version', () => ({ ...message({ noteId }), dataversion: 2 })],
    ['other data', () => ({ ...message({ noteId }), data: { noteId: 1 } })],
    ['no id', () => ({ ...message({ noteId }), id: '' })],
  ])('gives back %s and does the rest', async (_, poison) => {
    const bad = recordOf(poison());
    const answer = await counting(queue)(eventOf(bad, recordOf(message({ noteId }))));
    expect(answer).toEqual({ batchItemFailures: failuresOf(bad) });
    expect(await count()).toBe(1);
  });

  it('tells who caused a message and calls in the name of the queue', async () => {
    const seen: unknown[] = [];
    const run = consume(queue, {
      'test.counted': (ctx, { actor, data }) => {
        seen.push(ctx.caller, actor, data);
        return Promise.resolve();
      },
    });
    await run(eventOf(recordOf(message({ noteId }))));
    const caller = { kind: 'system', name: queue.id };
    expect(seen).toEqual([caller, 'usr_test', { noteId, fails: false }]);
  });
});

describeInProcess('consume of a FIFO queue', () => {
  let noteId: string;
  beforeEach(async () => {
    order.length = 0;
    noteId = newNoteId();
    await Notes.create({ noteId, text: 'a' }).go();
  });

  const one = (subject: string, group: string, fails = false) =>
    recordOf(message({ noteId, fails }, subject), group);

  it('works in order, one after the other', async () => {
    const subjects = ['1', '2', '3', '4', '5'];
    await counting(fifo)(eventOf(...subjects.map((subject) => one(subject, 'a'))));
    expect(order).toEqual(subjects);
  });

  it('lets nothing of a group overtake what failed, and goes on with other groups', async () => {
    const records = [
      one('a1', 'a'),
      one('a2', 'a', true),
      one('b1', 'b'),
      one('a3', 'a'),
      one('b2', 'b'),
    ] as const;
    const answer = await counting(fifo)(eventOf(...records));
    expect(order).toEqual(['a1', 'a2', 'b1', 'b2']);
    expect(answer).toEqual({ batchItemFailures: failuresOf(records[1], records[3]) });
    expect((await readNote(noteId))?.count).toBe(3);
  });
});
