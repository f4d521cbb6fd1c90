import { randomBytes } from 'node:crypto';
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  type SendMessageCommandInput,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { config } from '../../lib/config.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { refusalOf } from './refusal.ts';

/*
 * What SQS refuses must be refused here too. Limits and words are from the SQS developer guide
 * (Quotas, Message metadata, Exactly-once processing) and the API reference.
 *
 * What differs in the answers and stays so: a receive from a FIFO queue brings one message of a
 * group, where AWS may bring up to ten; of another queue's receipt handle AWS says that it is none,
 * where the local service takes it and does nothing; of a faulty entry in a batch AWS says so in `Failed`, the front refuses the whole batch;
 * messages lose AWSTraceHeader and, once dead, DeadLetterQueueSourceArn; nothing outside the Basic
 * Multilingual Plane may stand in a message, though AWS takes it.
 */

const KiB = 1024;
const MiB = 1024 * KiB;
const unique = randomBytes(4).toString('hex');
const letters = (length: number) => 'x'.repeat(length);
const text = (StringValue: string): MessageAttributeValue => ({ DataType: 'String', StringValue });

describeInProcess('SQS', () => {
  let client: SQSClient;
  let standard: string;
  let fifo: string;
  const made: string[] = [];

  const create = async (name: string, Attributes: Record<string, string> = {}) => {
    const isFifo = name.endsWith('.fifo');
    const { QueueUrl = '' } = await client.send(
      new CreateQueueCommand({
        QueueName: `canaries-${unique}-${name}`,
        Attributes: { ...Attributes, ...(isFifo && { FifoQueue: 'true' }) },
      }),
    );
    made.push(QueueUrl);
    return QueueUrl;
  };

  const createNamed = (QueueName: string, Attributes: Record<string, string> = {}) =>
    client.send(new CreateQueueCommand({ QueueName, Attributes }));

  const redrive = (policy: unknown) =>
    createNamed(`canaries-${unique}-redrive`, {
      RedrivePolicy: typeof policy === 'string' ? policy : JSON.stringify(policy),
    });

  const arnOf = async (QueueUrl: string) => {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    return String(Attributes?.QueueArn);
  };

  const send = (
    QueueUrl: string,
    MessageBody: string,
    more: Partial<SendMessageCommandInput> = {},
  ) => client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));

  const sendOf = (more: Partial<SendMessageCommandInput>) => () => send(standard, 'a', more);

  const sendAttributes = (MessageAttributes: Record<string, MessageAttributeValue>) => () =>
    send(standard, 'a', { MessageAttributes });

  const sendBatch = (Entries: SendMessageBatchRequestEntry[], QueueUrl = standard) =>
    client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));

  const entries = (count: number, MessageBody = 'a'): SendMessageBatchRequestEntry[] =>
    Array.from({ length: count }, (_, index) => ({ Id: String(index), MessageBody }));

  const receive = async (QueueUrl: string, more: Partial<ReceiveMessageCommandInput> = {}) => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        ...more,
      }),
    );
    return Messages;
  };

  /** Waits for one message. */
  const receiveOne = async (QueueUrl: string): Promise<Message> => {
    const [message] = await receive(QueueUrl, { MaxNumberOfMessages: 1, WaitTimeSeconds: 10 });
    if (!message) throw new Error('No message came');
    return message;
  };

  const remove = (QueueUrl: string, ReceiptHandle: string | undefined) =>
    client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));

  const change = (
    ReceiptHandle: string | undefined,
    VisibilityTimeout: number,
    QueueUrl = standard,
  ) =>
    client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));

  const bodies = (messages: readonly Message[]) => messages.map(({ Body }) => Body);

  beforeAll(async () => {
    client = new SQSClient({
      region: config.region,
      maxAttempts: 1,
      ...(config.endpoints.sqs && { endpoint: config.endpoints.sqs }),
    });
    standard = await create('standard');
    fifo = await create('standard.fifo');
  });

  afterAll(async () => {
    for (const QueueUrl of made) await client.send(new DeleteQueueCommand({ QueueUrl }));
    client.destroy();
  });

  /** With status 400 and, unless named, `InvalidParameterValue`. */
  type Refusal = [what: string, call: () => Promise<unknown>, message: RegExp, name?: string];

  const isRefused = async (
    _: string,
    call: Refusal[1],
    message: RegExp,
    name = 'InvalidParameterValue',
  ): Promise<void> => {
    const refused = await refusalOf(call());
    // The local service names all codes as the older protocol named some.
    expect(refused.name.replace('AWS.SimpleQueueService.', '')).toBe(name);
    expect(refused.status).toBe(400);
    expect(refused.message).toMatch(message);
    expect(await receive(standard)).toEqual([]);
    expect(await receive(fifo)).toEqual([]);
  };

  describe('refuses a message', () => {
    const contents = 'InvalidMessageContents';
    const group = { MessageGroupId: 'g', MessageDeduplicationId: 'd' };
    const ten = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`a${index}`, text('a')]),
    );

    it.each<Refusal>([
      ['of more than 1 MiB', () => send(standard, letters(MiB + 1)), /shorter than 1048576 bytes/],
      [
        'of more than 1 MiB with its attributes',
        () => send(standard, letters(MiB - 5), { MessageAttributes: { a: text('a') } }),
        /shorter than 1048576 bytes/,
      ],
      [
        'of more bytes than 1 MiB, though of fewer characters',
        () => send(standard, '한'.repeat(MiB / 3 + 1)),
        /shorter than 1048576 bytes/,
      ],
      ['without a body', sendOf({ MessageBody: undefined }), /MessageBody/, 'MissingParameter'],
      ['with an empty body', sendOf({ MessageBody: '' }), /MessageBody/, 'MissingParameter'],
      ['with NUL', () => send(standard, 'a\0'), /Invalid characters/, contents],
      [
        'with a control character that XML 1.0 has not',
        () => send(standard, 'a\u001b'),
        /Invalid characters/,
        contents,
      ],
      ['with U+FFFE', () => send(standard, 'a\ufffe'), /Invalid characters/, contents],
      [
        'with NUL in an attribute',
        sendAttributes({ a: text('a\0') }),
        /Invalid characters/,
        contents,
      ],
      [
        'with 11 attributes',
        sendAttributes({ ...ten, more: text('a') }),
        /Number of message attributes \[11\] exceeds/,
      ],
      [
        'with an empty attribute',
        sendAttributes({ a: text('') }),
        /must contain a non-empty value/,
      ],
      [
        'with an attribute of an unknown type',
        sendAttributes({ a: { DataType: 'Text', StringValue: 'a' } }),
        /invalid message attribute type/,
      ],
      [
        'with an attribute of no type',
        sendAttributes({ a: { DataType: '', StringValue: 'a' } }),
        /non-empty message attribute type/,
      ],
      [
        'with a number that is none',
        sendAttributes({ a: { DataType: 'Number', StringValue: 'one' } }),
        /Can't cast the value/,
      ],
      [
        'with an attribute of a reserved name',
        sendAttributes({ 'AWS.a': text('a') }),
        /attribute name .* is invalid/,
      ],
      [
        'with an attribute of a name with blanks',
        sendAttributes({ 'a b': text('a') }),
        /attribute name .* is invalid/,
      ],
      [
        'with an attribute of a name of 257 characters',
        sendAttributes({ [letters(257)]: text('a') }),
        /must be shorter than 256/,
      ],
      [
        'delayed more than 900 seconds',
        sendOf({ DelaySeconds: 901 }),
        /DelaySeconds must be >= 0 and <= 900/,
      ],
      [
        'delayed less than 0 seconds',
        sendOf({ DelaySeconds: -1 }),
        /DelaySeconds must be >= 0 and <= 900/,
      ],
      [
        'with a deduplication id, but for FIFO queues',
        sendOf({ MessageDeduplicationId: 'a' }),
        /not valid for this queue type/,
      ],
      [
        'with a group id of 129 characters',
        sendOf({ MessageGroupId: letters(129) }),
        /MessageGroupId can only include/,
      ],
      [
        'with a group id with a blank',
        sendOf({ MessageGroupId: 'a b' }),
        /MessageGroupId can only include/,
      ],
      [
        'for a queue that does not exist',
        sendOf({ QueueUrl: undefined }),
        /QueueUrl|queue/i,
        'InvalidParameterValue',
      ],
      [
        'for a FIFO queue without a group',
        () => send(fifo, 'a', { MessageDeduplicationId: 'd' }),
        /MessageGroupId/,
        'MissingParameter',
      ],
      [
        'for a FIFO queue without a deduplication id',
        () => send(fifo, 'a', { MessageGroupId: 'g' }),
        /ContentBasedDeduplication/,
      ],
      [
        'for a FIFO queue with a deduplication id of 129 characters',
        () => send(fifo, 'a', { ...group, MessageDeduplicationId: letters(129) }),
        /MessageDeduplicationId can only include/,
      ],
      [
        'for a FIFO queue with a delay of its own',
        () => send(fifo, 'a', { ...group, DelaySeconds: 1 }),
        /not valid for this queue type/,
      ],
    ])('%s', isRefused);
  });

  describe('refuses a batch', () => {
    const invalidId = 'InvalidBatchEntryId';

    it.each<Refusal>([
      ['of nothing', () => sendBatch([]), /any entries/, 'EmptyBatchRequest'],
      ['of 11 messages', () => sendBatch(entries(11)), /10/, 'TooManyEntriesInBatchRequest'],
      [
        'with an id twice',
        () => sendBatch([...entries(1), ...entries(1)]),
        /same Id|repeated/,
        'BatchEntryIdsNotDistinct',
      ],
      [
        'with an id of 81 characters',
        () => sendBatch([{ Id: letters(81), MessageBody: 'a' }]),
        /80 letters/,
        invalidId,
      ],
      [
        'with an empty id',
        () => sendBatch([{ Id: '', MessageBody: 'a' }]),
        /alphanumeric/,
        invalidId,
      ],
      [
        'with an id with a dot',
        () => sendBatch([{ Id: 'a.b', MessageBody: 'a' }]),
        /alphanumeric/,
        invalidId,
      ],
      [
        'of more than 1 MiB together',
        () => sendBatch(entries(10, letters(105 * KiB))),
        /1048576 bytes/,
        'BatchRequestTooLong',
      ],
      [
        'with a message without a body',
        () => sendBatch([{ Id: 'a', MessageBody: undefined }]),
        /MessageBody/,
        'MissingParameter',
      ],
      [
        'with a message delayed more than 900 seconds',
        () => sendBatch([{ Id: 'a', MessageBody: 'a', DelaySeconds: 901 }]),
        /<= 900/,
      ],
      [
        'with a message with 11 attributes',
        () =>
          sendBatch([
            {
              Id: 'a',
              MessageBody: 'a',
              MessageAttributes: Object.fromEntries(
                Array.from({ length: 11 }, (_, index) => [`a${index}`, text('a')]),
              ),
            },
          ]),
        /\[11\] exceeds/,
      ],
      [
        'of deletions of nothing',
        () => client.send(new DeleteMessageBatchCommand({ QueueUrl: standard, Entries: [] })),
        /any entries/,
        'EmptyBatchRequest',
      ],
      [
        'of deletions with a handle that is none',
        () =>
          client.send(
            new DeleteMessageBatchCommand({
              QueueUrl: standard,
              Entries: [{ Id: 'a', ReceiptHandle: 'garbage' }],
            }),
          ),
        /not a valid receipt handle/,
        'ReceiptHandleIsInvalid',
      ],
      [
        'of 11 deletions',
        () =>
          client.send(
            new DeleteMessageBatchCommand({
              QueueUrl: standard,
              Entries: Array.from({ length: 11 }, (_, index) => ({
                Id: String(index),
                ReceiptHandle: crypto.randomUUID(),
              })),
            }),
          ),
        /10/,
        'TooManyEntriesInBatchRequest',
      ],
      [
        'of visibility changes beyond 12 hours',
        () =>
          client.send(
            new ChangeMessageVisibilityBatchCommand({
              QueueUrl: standard,
              Entries: [{ Id: 'a', ReceiptHandle: crypto.randomUUID(), VisibilityTimeout: 43_201 }],
            }),
          ),
        /43200/,
      ],
    ])('%s', isRefused);

    it('in part: one message with NUL', async () => {
      const { Successful, Failed } = await sendBatch([
        { Id: 'good', MessageBody: 'a' },
        { Id: 'bad', MessageBody: 'a\0' },
      ]);
      expect(Successful).toMatchObject([{ Id: 'good' }]);
      expect(Failed).toMatchObject([
        { Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true },
      ]);
      await remove(standard, (await receiveOne(standard)).ReceiptHandle);
    });
  });

  describe('refuses a receive', () => {
    const receiveOf = (more: Partial<ReceiveMessageCommandInput>) => () => receive(standard, more);

    it.each<Refusal>([
      ['of 11 messages', receiveOf({ MaxNumberOfMessages: 11 }), /between 1 and 10/],
      ['of no message', receiveOf({ MaxNumberOfMessages: 0 }), /between 1 and 10/],
      ['that waits 21 seconds', receiveOf({ WaitTimeSeconds: 21 }), />= 0 and <= 20/],
      ['that waits less than no time', receiveOf({ WaitTimeSeconds: -1 }), />= 0 and <= 20/],
      ['that hides messages more than 12 hours', receiveOf({ VisibilityTimeout: 43_201 }), /43200/],
    ])('%s', isRefused);
  });

  describe('refuses a queue', () => {
    const deadLetterTargetArn = `arn:aws:sqs:us-east-1:000000000000:canaries-${unique}-standard`;
    const unknownAttribute: Record<string, string> = { Colour: 'red' };
    const attribute = (name: string, value: string) => () =>
      createNamed(`canaries-${unique}-attribute`, { [name]: value });

    it.each<Refusal>([
      ['with a name of 81 characters', () => createNamed(letters(81)), /1 to 80 in length/],
      ['with a dot in its name', () => createNamed('a.b'), /alphanumeric/],
      ['with an empty name', () => createNamed(''), /alphanumeric|required/],
      [
        'named .fifo that is none',
        () => createNamed(`canaries-${unique}-none.fifo`),
        /alphanumeric/,
      ],
      [
        'that is FIFO by its attributes alone',
        () => createNamed(`canaries-${unique}-none`, { FifoQueue: 'true' }),
        /must end with .fifo suffix/,
      ],
      [
        'with an attribute that does not exist',
        () => createNamed(`canaries-${unique}-attribute`, unknownAttribute),
        /Unknown Attribute/,
        'InvalidAttributeName',
      ],
      [
        'that hides messages more than 12 hours',
        attribute('VisibilityTimeout', '43201'),
        /VisibilityTimeout/,
        'InvalidAttributeValue',
      ],
      [
        'that delays messages more than 900 seconds',
        attribute('DelaySeconds', '901'),
        /DelaySeconds/,
        'InvalidAttributeValue',
      ],
      [
        'that keeps messages longer than 14 days',
        attribute('MessageRetentionPeriod', '1209601'),
        /MessageRetentionPeriod/,
        'InvalidAttributeValue',
      ],
      [
        'with dead letters in no place',
        () => redrive({ maxReceiveCount: 5 }),
        /deadLetterTargetArn/,
      ],
      [
        'with dead letters after no receive',
        () => redrive({ deadLetterTargetArn, maxReceiveCount: 0 }),
        /from 1 to 1000/,
      ],
      [
        'with dead letters after 1,001 receives',
        () => redrive({ deadLetterTargetArn, maxReceiveCount: 1001 }),
        /from 1 to 1000/,
      ],
      [
        'with dead letters in a queue of the other type',
        () => redrive({ deadLetterTargetArn: `${deadLetterTargetArn}.fifo`, maxReceiveCount: 5 }),
        /same type of queue/,
      ],
      ['with a redrive policy that is no JSON', () => redrive('{'), /not a valid JSON map/],
      [
        'that is given an attribute that does not exist',
        () =>
          client.send(
            new SetQueueAttributesCommand({ QueueUrl: standard, Attributes: unknownAttribute }),
          ),
        /Unknown Attribute/,
        'InvalidAttributeName',
      ],
      [
        'again with other attributes',
        () => createNamed(`canaries-${unique}-standard`, { VisibilityTimeout: '77' }),
        /already exists/,
        'QueueNameExists',
      ],
      [
        'that does not exist',
        () => client.send(new GetQueueUrlCommand({ QueueName: 'none' })),
        /does not exist/,
        'QueueDoesNotExist',
      ],
      [
        'that does not exist, for a message',
        () => send(`${standard}-not`, 'a'),
        /does not exist/,
        'QueueDoesNotExist',
      ],
    ])('%s', isRefused);
  });

  describe('refuses a receipt handle', () => {
    const none = 'ReceiptHandleIsInvalid';

    it.each<Refusal>([
      ['that is none', () => remove(standard, 'garbage'), /not a valid receipt handle/, none],
      [
        'that is none, to change visibility',
        () => change('garbage', 1),
        /not a valid receipt handle/,
        none,
      ],
      ['that is missing', () => remove(standard, undefined), /ReceiptHandle/, 'MissingParameter'],
    ])('%s', isRefused);

    it('to change the visibility of a message that is deleted, or beyond 12 hours', async () => {
      await send(standard, 'a');
      const { ReceiptHandle } = await receiveOne(standard);
      await isRefused('', () => change(ReceiptHandle, 43_201), /43200/);
      await remove(standard, ReceiptHandle);
      const refused = await refusalOf(change(ReceiptHandle, 1));
      expect(refused.message).toMatch(/not available for visibility timeout change/);
    });
  });

  describe('takes a receipt handle', () => {
    it('twice to delete, as AWS does', async () => {
      await send(standard, 'a');
      const { ReceiptHandle } = await receiveOne(standard);
      await remove(standard, ReceiptHandle);
      await remove(standard, ReceiptHandle);
    });

    it('of another queue without deleting anything', async () => {
      const other = await create('other', { VisibilityTimeout: '1' });
      await send(other, 'a');
      const { ReceiptHandle } = await receiveOne(other);
      await remove(standard, ReceiptHandle);
      await remove(other, (await receiveOne(other)).ReceiptHandle);
    });

    it.each<[string, string, Partial<SendMessageCommandInput>]>([
      ['standard', 'expired', {}],
      ['FIFO', 'expired.fifo', { MessageGroupId: 'g', MessageDeduplicationId: 'd' }],
    ])(
      'that expired on a %s queue without deleting what somebody else has received',
      async (kind, name, ids) => {
        const queue = await create(name, { VisibilityTimeout: '1' });
        await send(queue, 'a', ids);
        const first = await receiveOne(queue);
        const second = await receiveOne(queue);
        expect(second.MessageId).toBe(first.MessageId);
        expect(second.ReceiptHandle).not.toBe(first.ReceiptHandle);
        const late = remove(queue, first.ReceiptHandle);
        if (kind === 'FIFO') expect((await refusalOf(late)).message).toMatch(/has expired/);
        else await late;
        const third = await receiveOne(queue);
        expect(third.MessageId).toBe(first.MessageId);
        await change(third.ReceiptHandle, 30, queue);
        await remove(queue, third.ReceiptHandle);
        expect(await receive(queue)).toEqual([]);
      },
    );
  });

  it('hides what is received, and forgets what is deleted', async () => {
    await send(standard, 'a');
    const message = await receiveOne(standard);
    expect(await receive(standard)).toEqual([]);
    await change(message.ReceiptHandle, 0);
    const again = await receiveOne(standard);
    expect(again.MessageId).toBe(message.MessageId);
    await remove(standard, again.ReceiptHandle);
  });

  it('gives up a message after its last receive, with body and attributes', async () => {
    const dead = await create('dead');
    const queue = await create('failing', {
      VisibilityTimeout: '0',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: await arnOf(dead), maxReceiveCount: 2 }),
    });
    const MessageAttributes = { a: text('한'), n: { DataType: 'Number', StringValue: '1' } };
    const { MessageId } = await send(queue, 'poison', { MessageAttributes });
    for (const receives of ['1', '2']) {
      const [message] = await receive(queue, { MessageSystemAttributeNames: ['All'] });
      expect(message).toMatchObject({
        MessageId,
        Attributes: { ApproximateReceiveCount: receives },
      });
    }
    expect(await receive(queue)).toEqual([]);
    expect(await receiveOne(dead)).toMatchObject({ MessageId, Body: 'poison', MessageAttributes });
  });

  it('takes a message id for deduplication once in a FIFO queue, also when it is deleted', async () => {
    const ids = { MessageGroupId: 'g', MessageDeduplicationId: 'once' };
    const first = await send(fifo, 'a', ids);
    const second = await send(fifo, 'b', ids);
    expect(second.MessageId).toBe(first.MessageId);
    const message = await receiveOne(fifo);
    expect(message.Body).toBe('a');
    await remove(fifo, message.ReceiptHandle);
    const { Successful } = await sendBatch([{ Id: 'c', MessageBody: 'c', ...ids }], fifo);
    expect(Successful).toMatchObject([{ MessageId: first.MessageId }]);
    expect(await receive(fifo)).toEqual([]);
  });

  it('takes equal bodies once where contents tell duplicates', async () => {
    const queue = await create('contents.fifo', { ContentBasedDeduplication: 'true' });
    for (const body of ['a', 'b', 'a']) await send(queue, body, { MessageGroupId: body });
    expect(new Set(bodies(await receive(queue)))).toEqual(new Set(['a', 'b']));
  });

  it('keeps the order in a group, and holds the group while one of its messages is in flight', async () => {
    const queue = await create('order.fifo', { ContentBasedDeduplication: 'true' });
    for (const body of ['a1', 'a2', 'b1']) {
      await send(queue, body, { MessageGroupId: body.slice(0, 1) });
    }
    const first = await receiveOne(queue);
    expect(first.Body).toBe('a1');
    expect(bodies(await receive(queue))).toEqual(['b1']);
    expect(await receive(queue)).toEqual([]);
    await change(first.ReceiptHandle, 0, queue);
    const again = await receiveOne(queue);
    expect(again.Body).toBe('a1');
    await remove(queue, again.ReceiptHandle);
    expect((await receiveOne(queue)).Body).toBe('a2');
  });

  it('takes what just fits', async () => {
    await send(standard, letters(MiB));
    await remove(standard, (await receiveOne(standard)).ReceiptHandle);
    const body = '\t\n\r ~\u0085\ud7ff\ue000\ufffd';
    await send(standard, body, { MessageAttributes: { 'a.b-c_d': text(body) } });
    const message = await receiveOne(standard);
    expect(message.Body).toBe(body);
    await remove(standard, message.ReceiptHandle);
  });
});
