import { tableDefinition } from '../../../model/table.ts';
import type { Refusal } from '../call.ts';
import { elementsOf, firstOf, type Guard, membersOf, wordsOf } from './guard.ts';

type Input = Parameters<Guard>[1];

const longestPartitionKey = 2048;
const longestSortKey = 1024;

const partitionKeys = keyNames('HASH');
const sortKeys = keyNames('RANGE');

/** What DynamoDB refuses and DynamoDB Local lets through. */
export const dynamodbGuard: Guard = (operation, input) =>
  firstOf(
    () => refuseToken(input),
    () => refuseChoices(operation, input),
    () => refuseKeyCondition(input),
    () => refuseStartKey(input),
  );

const invalid = (message: string): Refusal => ({
  status: 400,
  code: 'ValidationException',
  message,
});

const unsatisfied = (value: unknown, path: string, constraint: string): Refusal =>
  invalid(
    `1 validation error detected: Value '${wordsOf(value)}' at '${path}' failed to satisfy constraint: ${constraint}`,
  );

function refuseToken({ ClientRequestToken }: Input): Refusal | undefined {
  if (ClientRequestToken !== '') return undefined;
  return unsatisfied(
    '',
    'clientRequestToken',
    'Member must have length greater than or equal to 1',
  );
}

const capacityChoices = ['INDEXES', 'TOTAL', 'NONE'];
const returnChoices = ['ALL_OLD', 'NONE'];

function refuseChoices(operation: string, input: Input): Refusal | undefined {
  const capacity = input.ReturnConsumedCapacity;
  if (!isAmong(capacityChoices, capacity)) {
    return unsatisfied(capacity, 'returnConsumedCapacity', enumOf(capacityChoices));
  }
  if (operation !== 'TransactWriteItems') return undefined;
  for (const [index, item] of elementsOf(input.TransactItems).entries()) {
    for (const [kind, request] of Object.entries(membersOf(item))) {
      const choice = membersOf(request).ReturnValuesOnConditionCheckFailure;
      if (isAmong(returnChoices, choice)) continue;
      const path = `transactItems.${index + 1}.member.${lowerFirst(kind)}.returnValuesOnConditionCheckFailure`;
      return unsatisfied(choice, path, enumOf(returnChoices));
    }
  }
  return undefined;
}

/* No key value of a condition may be longer than a partition key; sort keys are looked at there. */
function refuseKeyCondition(input: Input): Refusal | undefined {
  const { KeyConditionExpression: expression } = input;
  if (typeof expression !== 'string') return undefined;
  const values = membersOf(input.ExpressionAttributeValues);
  const tooLong = (expression.match(/:\w+/g) ?? []).some(
    (name) => bytesOf(values[name]) > longestPartitionKey,
  );
  return tooLong ? invalid(partitionKeyTooLong) : undefined;
}

function refuseStartKey({ ExclusiveStartKey }: Input): Refusal | undefined {
  const key = Object.entries(membersOf(ExclusiveStartKey));
  const isAbove = (limit: number, names: ReadonlySet<string>) =>
    key.some(([name, value]) => names.has(name) && bytesOf(value) > limit);
  const start = 'The provided starting key is invalid: ';
  if (isAbove(longestPartitionKey, partitionKeys)) return invalid(start + partitionKeyTooLong);
  if (isAbove(longestSortKey, sortKeys)) return invalid(start + sortKeyTooLong);
  return undefined;
}

const partitionKeyTooLong = `One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of${longestPartitionKey} bytes`;
const sortKeyTooLong = `One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of ${longestSortKey} bytes`;

function keyNames(keyType: string): ReadonlySet<string> {
  const schemas = [
    tableDefinition.KeySchema,
    ...tableDefinition.GlobalSecondaryIndexes.map(({ KeySchema }) => KeySchema),
  ];
  const ofType = schemas.flat().filter(({ KeyType }) => KeyType === keyType);
  return new Set(ofType.map(({ AttributeName }) => AttributeName));
}

function bytesOf(value: unknown): number {
  const { S } = membersOf(value);
  return typeof S === 'string' ? Buffer.byteLength(S) : 0;
}

const isAmong = (choices: readonly string[], value: unknown) =>
  value === undefined || choices.some((choice) => choice === value);

const enumOf = (choices: readonly string[]) =>
  `Member must satisfy enum value set: [${choices.join(', ')}]`;

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);
