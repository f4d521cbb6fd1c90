import type { Refusal } from '../call.ts';
import { elementsOf, firstOf, type Guard, membersOf, wordsOf } from './guard.ts';

type Input = Parameters<Guard>[1];

/**
 * What SQS refuses and the local service lets through. What SQS refuses of one entry of a batch,
 * naming it in `Failed`, is refused here with the whole batch: nothing passes unseen.
 */
export const sqsGuard: Guard = (operation, input) => {
  const isFifo = wordsOf(input.QueueUrl).endsWith('.fifo');
  const entries = elementsOf(input.Entries).map(membersOf);
  switch (operation) {
    case 'CreateQueue':
      return firstOf(
        () => refuseName(input),
        () => refuseAttributes(input),
      );
    case 'SetQueueAttributes':
      return refuseAttributes(input);
    case 'SendMessage':
      return refuseMessage(input, isFifo);
    case 'SendMessageBatch':
      return firstOf(
        () => refuseIds(entries),
        ...entries.map((entry) => () => refuseMessage(entry, isFifo)),
      );
    case 'DeleteMessage':
    case 'ChangeMessageVisibility':
      return refuseHandle(input);
    case 'DeleteMessageBatch':
    case 'ChangeMessageVisibilityBatch':
      return firstOf(
        () => refuseIds(entries),
        ...entries.flatMap((entry) => [
          () => refuseHandle(entry),
          () => refuseVisibility(entry, operation),
        ]),
      );
    default:
      return undefined;
  }
};

const refuse = (code: string, message: string): Refusal => ({ status: 400, code, message });
const invalid = (message: string) => refuse('InvalidParameterValue', message);
const invalidValue = (value: unknown, parameter: string, reason: string) =>
  invalid(`Value ${wordsOf(value)} for parameter ${parameter} is invalid. Reason: ${reason}`);

const queueName = /^[\w-]{1,80}$/;
const fifoQueueName = /^[\w-]{1,75}\.fifo$/;

function refuseName({ QueueName, Attributes }: Input): Refusal | undefined {
  const name = wordsOf(QueueName);
  if (membersOf(Attributes).FifoQueue === 'true') {
    if (fifoQueueName.test(name)) return undefined;
    return invalid(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
  if (queueName.test(name)) return undefined;
  return invalid(
    'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  );
}

const queueAttributes = new Set([
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'Policy',
  'ReceiveMessageWaitTimeSeconds',
  'VisibilityTimeout',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
]);

const mostReceives = 1000;

function refuseAttributes({ QueueName, QueueUrl, Attributes }: Input): Refusal | undefined {
  const attributes = membersOf(Attributes);
  const unknown = Object.keys(attributes).find((name) => !queueAttributes.has(name));
  if (unknown !== undefined) return refuse('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const text = attributes.RedrivePolicy;
  if (typeof text !== 'string' || text === '') return undefined;
  const reason = faultOfRedrive(text, wordsOf(QueueName ?? QueueUrl).endsWith('.fifo'));
  return reason === undefined ? undefined : invalidValue(text, 'RedrivePolicy', reason);
}

function faultOfRedrive(text: string, isFifo: boolean): string | undefined {
  let policy: Readonly<Record<string, unknown>>;
  try {
    policy = membersOf(JSON.parse(text));
  } catch {
    return 'Redrive policy is not a valid JSON map.';
  }
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  if (typeof deadLetterTargetArn !== 'string') {
    return 'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.';
  }
  const receives = Number(maxReceiveCount);
  if (maxReceiveCount === undefined) {
    return 'Redrive policy does not contain mandatory attribute: maxReceiveCount.';
  }
  if (!Number.isInteger(receives) || receives < 1 || receives > mostReceives) {
    return `Invalid value for maxReceiveCount: ${wordsOf(maxReceiveCount)}, valid values are from 1 to ${mostReceives} both inclusive.`;
  }
  if (deadLetterTargetArn.endsWith('.fifo') !== isFifo) {
    return 'Dead-letter queue must be same type of queue as the source.';
  }
  return undefined;
}

const longestId = 80;

function refuseIds(entries: readonly Input[]): Refusal | undefined {
  const ids = entries.map(({ Id }) => wordsOf(Id));
  if (ids.some((id) => !/^[\w-]+$/.test(id) || id.length > longestId)) {
    return refuse(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated === undefined) return undefined;
  return refuse('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
}

const longestDelay = 900;
const longestGroup = 128;
const groupOrDeduplicationId = /^[!-~]{1,128}$/;

function refuseMessage(message: Input, isFifo: boolean): Refusal | undefined {
  const { MessageBody, DelaySeconds, MessageGroupId, MessageDeduplicationId } = message;
  if (typeof MessageBody !== 'string' || MessageBody === '') {
    return refuse('MissingParameter', 'The request must contain the parameter MessageBody.');
  }
  if (DelaySeconds !== undefined && !isWithin(DelaySeconds, longestDelay)) {
    return invalidValue(
      DelaySeconds,
      'DelaySeconds',
      `DelaySeconds must be >= 0 and <= ${longestDelay}.`,
    );
  }
  if (!isFifo && MessageDeduplicationId !== undefined) {
    return invalidValue(
      MessageDeduplicationId,
      'MessageDeduplicationId',
      'The request include parameter that is not valid for this queue type',
    );
  }
  for (const [parameter, value] of Object.entries({ MessageGroupId, MessageDeduplicationId })) {
    if (value === undefined || groupOrDeduplicationId.test(wordsOf(value))) continue;
    return invalidValue(
      value,
      parameter,
      `${parameter} can only include alphanumeric and punctuation characters. 1 to ${longestGroup} in length`,
    );
  }
  return refuseMessageAttributes(membersOf(message.MessageAttributes));
}

const mostAttributes = 10;
const longestAttributeName = 256;
const reservedAttributeName = /^(aws|amazon)\.|^\.|\.$|\.\./i;
const outsideXml = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

function refuseMessageAttributes(attributes: Input): Refusal | undefined {
  const all = Object.entries(attributes);
  if (all.length > mostAttributes) {
    return invalid(
      `Number of message attributes [${all.length}] exceeds the allowed maximum [${mostAttributes}].`,
    );
  }
  return firstOf(
    ...all.map(
      ([name, value]) =>
        () =>
          refuseAttribute(name, membersOf(value)),
    ),
  );
}

function refuseAttribute(name: string, attribute: Input): Refusal | undefined {
  if (!/^[\w.-]+$/.test(name) || reservedAttributeName.test(name)) {
    return invalid(
      `The message attribute name '${name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters.`,
    );
  }
  if (name.length > longestAttributeName) {
    return invalid(`Message (user) attribute name must be shorter than ${longestAttributeName}.`);
  }
  const type = wordsOf(attribute.DataType);
  if (type === '') {
    return invalid(
      `The message attribute '${name}' must contain non-empty message attribute type.`,
    );
  }
  const [kind = ''] = type.split('.');
  if (!['String', 'Number', 'Binary'].includes(kind)) {
    return invalid(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const value = kind === 'Binary' ? attribute.BinaryValue : attribute.StringValue;
  if (typeof value !== 'string' || value === '') {
    return invalid(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${kind}'.`,
    );
  }
  if (kind === 'Number' && !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(value)) {
    return invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  if (outsideXml.test(value)) {
    return refuse(
      'InvalidMessageContents',
      `Invalid characters found in the message attribute '${name}'. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.`,
    );
  }
  return undefined;
}

/** What the local service makes: anything else was never given out. */
const receiptHandle = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

function refuseHandle({ ReceiptHandle }: Input): Refusal | undefined {
  const handle = wordsOf(ReceiptHandle);
  if (handle === '') {
    return refuse('MissingParameter', 'The request must contain the parameter ReceiptHandle.');
  }
  if (receiptHandle.test(handle)) return undefined;
  return refuse(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );
}

const longestVisibility = 43_200;

function refuseVisibility({ VisibilityTimeout }: Input, operation: string): Refusal | undefined {
  if (operation !== 'ChangeMessageVisibilityBatch') return undefined;
  if (isWithin(VisibilityTimeout, longestVisibility)) return undefined;
  return invalidValue(
    VisibilityTimeout,
    'VisibilityTimeout',
    `VisibilityTimeout must be an integer between 0 and ${longestVisibility}`,
  );
}

const isWithin = (value: unknown, most: number) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;
