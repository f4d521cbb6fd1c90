import { randomUUID } from 'node:crypto';
import { CreateQueueCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { sqs } from '../../../lib/aws/sqs.ts';
import { config } from '../../../lib/config.ts';
import { onChange } from '../../../lib/events/change.ts';
import { dispatch } from '../../../lib/events/dispatch.ts';
import type { Item } from '../../../lib/model/write.ts';
import { defineMessage, draft, envelope } from '../../../lib/queue/message.ts';
import { defineQueue, type QueueDefinition, queueName } from '../../../lib/queue/queue.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { randomLetters } from '../../support/random-letters.ts';
import { Notes, newNoteId } from '../model/notes.entity.ts';

const data = z.object({ noteId: z.string(), text: z.string().max(20) });
const noteCreated = defineMessage({ type: 'note.created', version: 1, data });
const noteChanged = defineMessage({ type: 'note.changed', version: 3, data });

const rules = [
  onChange(Notes, (before, after) => {
    if (!after) return [];
    const { noteId, text } = after;
    const told = draft(before ? noteChanged : noteCreated, noteId, { noteId, text });
    return before ? [told] : [told, draft(noteChanged, noteId, { noteId, text })];
  }),
];

/** A queue that no other test reads. */
async function newQueue(
  subscribes: readonly (typeof noteCreated | typeof noteChanged)[],
  options: { missing?: boolean } = {},
) {
  const queue = defineQueue({
    id: `test.${randomLetters()}`,
    summary: 'Hear',
    subscribes,
    accepts: [],
    timeoutSeconds: 10,
    batchSize: 10,
    outsideEffect: 'none',
    needs: {},
  });
  const QueueName = config.queuePrefix + queueName(queue);
  const created = options.missing
    ? undefined
    : await sqs().send(new CreateQueueCommand({ QueueName }));
  const receiveBodies = async (): Promise<unknown[]> => {
    const found: Message[] = [];
    for (;;) {
      const { Messages = [] } = await sqs().send(
        new ReceiveMessageCommand({ QueueUrl: created?.QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) break;
      found.push(...Messages);
    }
    return found.map(({ Body }) => JSON.parse(Body ?? ''));
  };
  const receive = async () => (await receiveBodies()).map((body) => envelope.parse(body));
  return { queue, receive, receiveBodies };
}

function imageOf(noteId: string, text: string): Item {
  const { Item } = Notes.create({ noteId, text }).params<{ Item: Item }>();
  return { ...Item, writtenBy: 'usr_writer', correlationId: 'request-1' };
}

let sequence = 0;

function recordOf(change: {
  before?: Item | undefined;
  after?: Item | undefined;
  userIdentity?: unknown;
}): DynamoDBRecord {
  sequence += 1;
  const image = (item: Item | undefined) => item && marshall(item);
  return {
    eventID: randomUUID().replaceAll('-', ''),
    userIdentity: change.userIdentity,
    dynamodb: {
      SequenceNumber: String(sequence).padStart(21, '0'),
      ApproximateCreationDateTime: 1_795_251_600,
      OldImage: image(change.before),
      NewImage: image(change.after),
    },
  } as unknown as DynamoDBRecord;
}

/** For tests in which nothing is parked. */
const dispatching = (...queues: QueueDefinition[]) =>
  dispatch('test.dispatch', rules, queues, 'missing-dlq');

const done = { batchItemFailures: [] };
const failedAt = (record: DynamoDBRecord) => ({
  batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber }],
});

describeInProcess('dispatch', () => {
  it('tells each queue what it subscribed to, in order', async () => {
    const created = await newQueue([noteCreated]);
    const both = await newQueue([noteCreated, noteChanged]);
    const noteId = newNoteId();
    const record = recordOf({ after: imageOf(noteId, 'a') });
    const run = dispatching(created.queue, both.queue);
    expect(await run({ Records: [record] })).toEqual(done);
    const [told, ...more] = await created.receive();
    expect(more).toEqual([]);
    expect(told).toEqual({
      specversion: '1.0',
      id: `${record.eventID}.0`,
      source: '/moa/note',
      type: 'note.created',
      time: '2026-11-21T09:00:00.000Z',
      subject: noteId,
      datacontenttype: 'application/json',
      dataversion: 1,
      actor: 'usr_writer',
      correlationid: 'request-1',
      data: { noteId, text: 'a' },
    });
    expect((await both.receive()).map(({ id, type }) => [id, type])).toEqual([
      [`${record.eventID}.0`, 'note.created'],
      [`${record.eventID}.1`, 'note.changed'],
    ]);
  });

  it('takes no removal for the work of the request that wrote the item', async () => {
    const { queue, receive } = await newQueue([noteChanged]);
    const noteId = newNoteId();
    const removals = onChange(Notes, (before, after) =>
      before && !after ? [draft(noteChanged, noteId, { noteId, text: '' })] : [],
    );
    const run = dispatch('test.dispatch', [removals], [queue], 'missing-dlq');
    expect(await run({ Records: [recordOf({ before: imageOf(noteId, 'a') })] })).toEqual(done);
    const [told] = await receive();
    expect(told).toMatchObject({ subject: noteId, actor: 'usr_writer' });
    expect(told).not.toHaveProperty('correlationid');
  });

  it('tells the same change under the same ids each time', async () => {
    const { queue, receive } = await newQueue([noteCreated, noteChanged]);
    const record = recordOf({ after: imageOf(newNoteId(), 'a') });
    const run = dispatching(queue);
    await run({ Records: [record] });
    const first = await receive();
    await run({ Records: [record] });
    expect(await receive()).toEqual(first);
  });

  it('sends more than a batch', async () => {
    const { queue, receive } = await newQueue([noteCreated]);
    const notes = Array.from({ length: 25 }, newNoteId);
    const Records = notes.map((noteId) => recordOf({ after: imageOf(noteId, 'a') }));
    expect(await dispatching(queue)({ Records })).toEqual(done);
    expect((await receive()).map(({ subject }) => subject).sort()).toEqual(notes.sort());
  });

  it('says nothing of what expired, of deletions without a rule and of other entities', async () => {
    const { queue, receive } = await newQueue([noteCreated, noteChanged]);
    const image = imageOf(newNoteId(), 'a');
    const Records = [
      recordOf({
        before: image,
        userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      }),
      recordOf({ before: image }),
      recordOf({ after: { ...image, __edb_e__: 'somethingElse' } }),
      recordOf({ after: { pk: 'x', sk: 'y' } }),
    ];
    expect(await dispatching(queue)({ Records })).toEqual(done);
    expect(await receive()).toEqual([]);
  });

  it('parks the change that it cannot tell, to be told later, and tells those around it', async () => {
    const { queue, receive } = await newQueue([noteCreated]);
    const parked = await newQueue([]);
    const [first, second, third] = [newNoteId(), newNoteId(), newNoteId()];
    const Records = [
      recordOf({ after: imageOf(first, 'a') }),
      recordOf({ after: imageOf(second, 'longer than the message takes') }),
      recordOf({ after: imageOf(third, 'a') }),
    ];
    const run = dispatch('test.dispatch', rules, [queue], queueName(parked.queue));
    expect(await run({ Records })).toEqual(done);
    const told = await receive();
    expect(told.map(({ subject }) => subject)).toEqual([first, third]);

    const [letter, ...more] = await parked.receiveBodies();
    expect(more).toEqual([]);
    const mended = [
      onChange(Notes, (_, after) =>
        after ? [draft(noteCreated, after.noteId, { noteId: after.noteId, text: '' })] : [],
      ),
    ];
    const again = dispatch('test.dispatch', mended, [queue], queueName(parked.queue));
    expect(await again(letter as DynamoDBStreamEvent)).toEqual(done);
    expect(await receive()).toMatchObject([{ id: `${Records[1]?.eventID}.0`, subject: second }]);
  });

  it('parks a change whose image it cannot read', async () => {
    const { queue, receive } = await newQueue([noteCreated]);
    const parked = await newQueue([]);
    const unreadable = recordOf({ after: imageOf(newNoteId(), 'a') });
    Object.assign(unreadable.dynamodb?.NewImage ?? {}, { preferences: {} });
    const run = dispatch('test.dispatch', rules, [queue], queueName(parked.queue));
    expect(await run({ Records: [unreadable] })).toEqual(done);
    expect(await receive()).toEqual([]);
    expect(await parked.receiveBodies()).toEqual([{ Records: [unreadable] }]);
  });

  it('gives back all when what it cannot tell cannot be parked', async () => {
    const { queue } = await newQueue([noteCreated]);
    const poison = recordOf({ after: imageOf(newNoteId(), 'longer than the message takes') });
    expect(await dispatching(queue)({ Records: [poison] })).toEqual(failedAt(poison));
  });

  it('gives back all when a queue cannot be reached', async () => {
    const { queue } = await newQueue([noteCreated], { missing: true });
    const Records = [1, 2].map(() => recordOf({ after: imageOf(newNoteId(), 'a') }));
    const answer = await dispatching(queue)({ Records });
    expect(answer).toEqual(failedAt(Records[0] as DynamoDBRecord));
  });
});
