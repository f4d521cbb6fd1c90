import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

// biome-ignore lint/suspicious/noExplicitAny: ElectroDB makes the input, and types none of it
type Untyped = any;

/**
 * The client through which ElectroDB sends, in the form of the SDK's second version. Given the third
 * version's it would look for the commands itself, in the whole of `@aws-sdk/lib-dynamodb`: every
 * operation of DynamoDB with the shapes of its data would be in each function.
 */
export function entityClient(client: DynamoDBDocumentClient) {
  const send = (command: Untyped) => ({
    promise: () => client.send(command),
  });
  return {
    get: (input: Untyped) => send(new GetCommand(input)),
    put: (input: Untyped) => send(new PutCommand(input)),
    update: (input: Untyped) => send(new UpdateCommand(input)),
    delete: (input: Untyped) => send(new DeleteCommand(input)),
    query: (input: Untyped) => send(new QueryCommand(input)),
    scan: (input: Untyped) => send(new ScanCommand(input)),
    batchGet: (input: Untyped) => send(new BatchGetCommand(input)),
    batchWrite: (input: Untyped) => send(new BatchWriteCommand(input)),
    transactGet: refuseTransaction,
    transactWrite: refuseTransaction,
    createSet: (values: unknown) => new Set(Array.isArray(values) ? values : [values]),
  };
}

/** @throws Error always: transactions are made by `commit`, and reads need none */
function refuseTransaction(): never {
  throw new Error('Entities make no transactions');
}
