import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { sqs } from '../../aws/sqs.ts';
import { queueUrl } from '../../queue/enqueue.ts';

/** Messages of one queue; those that are delayed wait as well. */
export async function readCounts(name: string): Promise<{ waiting: number; inFlight: number }> {
  const { Attributes = {} } = await sqs().send(
    new GetQueueAttributesCommand({
      QueueUrl: await queueUrl(name),
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesDelayed',
        'ApproximateNumberOfMessagesNotVisible',
      ],
    }),
  );
  const count = (attribute: string | undefined) => Number(attribute ?? 0);
  return {
    waiting:
      count(Attributes.ApproximateNumberOfMessages) +
      count(Attributes.ApproximateNumberOfMessagesDelayed),
    inFlight: count(Attributes.ApproximateNumberOfMessagesNotVisible),
  };
}
