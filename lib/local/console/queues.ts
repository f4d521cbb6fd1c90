import { randomUUID } from 'node:crypto';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Depth, QueuePlace } from '../queues.ts';
import { ConsoleProblem, type ConsoleRoute } from './reply.ts';
import type { Stack } from './stack.ts';

const nothing: Depth = { visible: 0, inFlight: 0, delayed: 0 };

/** Queues and their dead-letter queues: depths, messages, and moving dead letters back. */
export const queueRoutes = (stack: Stack): ConsoleRoute[] => [
  [
    'GET',
    '/queues',
    async () => {
      const depths = await stack.queues.depths();
      const depthOf = (name: string) => depths.get(name) ?? nothing;
      const deadLettersIn = (name: string) => ({
        deadLetterQueue: name,
        deadLetters: depthOf(name).visible + depthOf(name).inFlight,
      });
      return [
        ...stack.places().map(({ name, deadLetterName }) => ({
          name,
          ...depthOf(name),
          ...deadLettersIn(deadLetterName),
        })),
        // The stream has no depth: these are told by where they lie in it.
        ...stack.streamDeadLetters().map((name) => ({
          name: 'stream',
          ...nothing,
          ...deadLettersIn(name),
        })),
      ];
    },
  ],
  [
    'GET',
    '/queues/*/messages',
    async ({ params: [name = ''] }) => {
      const messages = await stack.queues.messages(name);
      if (!messages) throw new ConsoleProblem(404, 'not_found', `There is no queue ${name}`);
      return messages;
    },
  ],
  [
    'POST',
    '/queues/*/redrive',
    async ({ params: [name = ''] }) => {
      const place = stack
        .places()
        .find((queue) => queue.name === name || queue.deadLetterName === name);
      if (!place) throw new ConsoleProblem(404, 'not_found', `There is no queue ${name}`);
      const depth = (await stack.queues.depths()).get(place.deadLetterName) ?? nothing;
      return { moved: await moveBack(stack.sqs, place, depth.visible) };
    },
  ],
];

/** Sends dead letters to their queue again, `count` at most: those that die again come later. */
async function moveBack(sqs: SQSClient, place: QueuePlace, count: number): Promise<number> {
  let moved = 0;
  while (moved < count) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: place.deadLetterUrl,
        MaxNumberOfMessages: Math.min(10, count - moved),
        MessageSystemAttributeNames: ['MessageGroupId'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return moved;
    for (const { Body, MessageAttributes, Attributes, ReceiptHandle } of Messages) {
      const { MessageGroupId } = Attributes ?? {};
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: place.url,
          MessageBody: Body,
          MessageAttributes,
          MessageGroupId,
          // A new id: the queue would drop a message that it took within five minutes.
          ...(place.url.endsWith('.fifo') && { MessageDeduplicationId: randomUUID() }),
        }),
      );
      // Between these two it may be there twice, never not at all; workers know it by its id.
      await sqs.send(new DeleteMessageCommand({ QueueUrl: place.deadLetterUrl, ReceiptHandle }));
      moved += 1;
    }
  }
  return moved;
}
