import { randomBytes } from 'node:crypto';
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { config } from '../../lib/config.ts';
import { ensureTable } from '../../lib/local/table.ts';
import { createEngine } from '../dynamodb/engine.ts';
import { engineHandler } from '../dynamodb/request-handler.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { refusalOf } from './refusal.ts';

/*
 * What DynamoDB refuses must be refused here too: a test that passes because the local service is
 * lax proves nothing. Limits and words are from the DynamoDB developer guide (Quotas, Expressions,
 * Transactions) and the API reference.
 *
 * What differs in the answers and stays so: transactions wait for one another and never end with
 * TransactionConflict; a page of a filtered read ends at 1 MB of what is answered, not of what is
 * read; global indexes are never behind; what is over by its time to live stays.
 */

type Item = Record<string, AttributeValue>;

const KB = 1024;
const unique = randomBytes(4).toString('hex');
const TableName = `canaries-${unique}`;
const keysOnlyTable = `canaries-keys-only-${unique}`;

const S = (value: string): AttributeValue => ({ S: value });
const N = (value: number | string): AttributeValue => ({ N: String(value) });
const letters = (length: number) => 'x'.repeat(length);
const key = (pk: string, sk = 's'): Item => ({ pk: S(pk), sk: S(sk) });

/** The item in every test's way: made once, changed by none. */
const held = key('held');
const heldItem: Item = { ...held, text: S('text'), count: N(1), list: { L: [S('a')] } };

const engine = () => engineHandler(createEngine({ now: () => new Date() }));

describeInProcess.each([
  ['DynamoDB', () => ({})],
  ["the tests' engine", () => ({ requestHandler: engine() })],
])('%s', (_, settings) => {
  let client: DynamoDBClient;

  beforeAll(async () => {
    client = new DynamoDBClient({
      region: config.region,
      maxAttempts: 1,
      ...(config.endpoints.dynamodb && { endpoint: config.endpoints.dynamodb }),
      ...settings(),
    });
    await ensureTable(client, TableName);
    await client.send(
      new CreateTableCommand({
        TableName: keysOnlyTable,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'topic'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'others',
            KeySchema: [{ AttributeName: 'topic', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
      }),
    );
    await client.send(new PutItemCommand({ TableName, Item: heldItem }));
  });

  afterAll(async () => {
    for (const name of [TableName, keysOnlyTable]) {
      await client.send(new DeleteTableCommand({ TableName: name }));
    }
    client.destroy();
  });

  const put = (Item: Item, more: Partial<PutItemCommandInput> = {}) =>
    client.send(new PutItemCommand({ TableName, Item, ...more }));

  const update = (UpdateExpression: string, more: Partial<UpdateItemCommandInput> = {}) =>
    client.send(new UpdateItemCommand({ TableName, Key: held, UpdateExpression, ...more }));

  const query = (more: Partial<QueryCommandInput> = {}) =>
    client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': S('held') },
        ...more,
      }),
    );

  const transact = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
    client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));

  const batchPut = (items: Item[]) =>
    client.send(
      new BatchWriteItemCommand({
        RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) },
      }),
    );

  const batchGet = (Keys: Item[]) =>
    client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));

  const read = async (Key: Item) =>
    (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;

  const many = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => key(prefix, String(index)));

  const nested = (depth: number): AttributeValue =>
    depth === 0 ? S('deep') : { L: [nested(depth - 1)] };

  /** A condition of exactly `length` bytes. */
  const conditionOf = (length: number) => {
    const start = 'attribute_exists(pk) OR #n = :v';
    return `${start}${' '.repeat(length - start.length)}`;
  };

  /** A `ValidationException` unless named. */
  type Refusal = [what: string, call: () => Promise<unknown>, message: RegExp, name?: string];

  const isRefused = async (
    _: string,
    call: Refusal[1],
    message: RegExp,
    name = 'ValidationException',
  ): Promise<void> => {
    const refused = await refusalOf(call());
    expect(refused).toMatchObject({ name, status: 400 });
    expect(refused.message).toMatch(message);
    expect(await read(held)).toEqual(heldItem);
  };

  describe('refuses a write whose condition is false, and shows the item in its way', () => {
    const asked = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
    const isMissing = { ConditionExpression: 'attribute_not_exists(pk)', ...asked };

    it.each<[string, () => Promise<unknown>]>([
      ['put', () => put({ ...held, text: S('other') }, isMissing)],
      [
        'update',
        () => update('SET a = :a', { ...isMissing, ExpressionAttributeValues: { ':a': N(1) } }),
      ],
      ['delete', () => client.send(new DeleteItemCommand({ TableName, Key: held, ...isMissing }))],
    ])('%s', async (_, call) => {
      expect(await refusalOf(call())).toMatchObject({
        name: 'ConditionalCheckFailedException',
        status: 400,
        message: 'The conditional request failed',
        error: { Item: heldItem },
      });
    });

    it('transaction: with a reason for each operation, in their order', async () => {
      const condition = { TableName, ...isMissing };
      const refused = await refusalOf(
        transact([
          { Put: { TableName, Item: key('cancelled', 'put') } },
          { Update: { ...condition, Key: held, UpdateExpression: 'REMOVE #n', ...nameOf('text') } },
          { ConditionCheck: { ...condition, Key: key('cancelled', 'absent') } },
          { Delete: { ...condition, Key: key('cancelled', 'absent too') } },
        ]),
      );
      expect(refused.error).toBeInstanceOf(TransactionCanceledException);
      expect(refused).toMatchObject({ name: 'TransactionCanceledException', status: 400 });
      expect(refused.message).toMatch(/\[None, ConditionalCheckFailed, None, None\]/);
      const { CancellationReasons } = refused.error as TransactionCanceledException;
      expect(CancellationReasons).toEqual([
        { Code: 'None' },
        {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: heldItem,
        },
        { Code: 'None' },
        { Code: 'None' },
      ]);
      expect(await read(key('cancelled', 'put'))).toBeUndefined();
    });
  });

  describe('refuses a transaction or batch', () => {
    const putOf = (Item: Item): TransactWriteItem => ({ Put: { TableName, Item } });

    it.each<Refusal>([
      [
        'two operations of a transaction on one item',
        () => transact([putOf(key('twice')), { Delete: { TableName, Key: key('twice') } }]),
        /cannot include multiple operations on one item/,
      ],
      [
        '101 operations in a transaction',
        () => transact(many(101, 'transaction').map(putOf)),
        /less than or equal to 100/,
      ],
      ['a transaction of nothing', () => transact([]), /greater than or equal to 1/],
      [
        'a transaction above 4 MB',
        () => transact(many(11, 'heavy').map((it) => putOf({ ...it, a: S(letters(390 * KB)) }))),
        /4 ?MB|size/i,
      ],
      [
        'an operation that is two',
        () => transact([{ ...putOf(key('both')), Delete: { TableName, Key: key('neither') } }]),
        /can only contain one of/,
      ],
      [
        'a transaction that reads one item twice',
        () =>
          client.send(
            new TransactGetItemsCommand({
              TransactItems: [{ Get: { TableName, Key: held } }, { Get: { TableName, Key: held } }],
            }),
          ),
        /cannot include multiple operations on one item/,
      ],
      [
        'a client token of 37 characters',
        () => transact([putOf(key('token'))], letters(37)),
        /less than or equal to 36/,
      ],
      [
        '26 writes in a batch',
        () => batchPut(many(26, 'batch')),
        /less than or equal to 25|Too many items/,
      ],
      [
        'one item twice in a batch of writes',
        () => batchPut([key('batch'), { ...key('batch'), a: N(1) }]),
        /contains duplicates/,
      ],
      [
        'a put and a delete of one item in a batch',
        () =>
          client.send(
            new BatchWriteItemCommand({
              RequestItems: {
                [TableName]: [
                  { PutRequest: { Item: key('batch') } },
                  { DeleteRequest: { Key: key('batch') } },
                ],
              },
            }),
          ),
        /contains duplicates/,
      ],
      [
        'a transaction that makes an item larger than 400 KB',
        () => transact([putOf({ ...key('large'), a: S(letters(400 * KB)) })]),
        /Item size has exceeded/,
      ],
      [
        'a check without a condition',
        () =>
          transact([{ ConditionCheck: { TableName, Key: held, ConditionExpression: undefined } }]),
        /conditionExpression/i,
      ],
      [
        'a transaction with a table that does not exist',
        () =>
          transact([putOf(key('none')), { Delete: { TableName: `${TableName}-not`, Key: held } }]),
        /resource not found|non-existent table/i,
        'ResourceNotFoundException',
      ],
      [
        'a transaction that asks for an item that it cannot answer',
        () =>
          transact([
            {
              Put: {
                TableName,
                Item: key('asked'),
                ReturnValuesOnConditionCheckFailure: 'ALL_NEW' as 'ALL_OLD',
              },
            },
          ]),
        /transactItems.1.member.put.returnValuesOnConditionCheckFailure.*enum value set/,
      ],
      [
        'an empty client token',
        () => transact([putOf(key('token'))], ''),
        /greater than or equal to 1/,
      ],
      ['a batch with an item without key', () => batchPut([{ a: N(1) }]), /key/],
      ['an empty batch of writes', () => batchPut([]), /greater than or equal to 1|empty/],
      [
        '101 keys in a batch of reads',
        () => batchGet(many(101, 'batch')),
        /less than or equal to 100|Too many items/,
      ],
      ['one key twice in a batch of reads', () => batchGet([held, held]), /contains duplicates/],
    ])('%s', isRefused);

    it('a client token again with another request', async () => {
      const token = randomBytes(16).toString('hex');
      const add = (by: number): TransactWriteItem[] => [
        {
          Update: {
            TableName,
            Key: key('token', token),
            UpdateExpression: 'ADD n :n',
            ExpressionAttributeValues: { ':n': N(by) },
          },
        },
      ];
      await transact(add(1), token);
      expect(await refusalOf(transact(add(2), token))).toMatchObject({
        name: 'IdempotentParameterMismatchException',
        status: 400,
      });
      await transact(add(1), token);
      expect((await read(key('token', token)))?.n).toEqual(N(1));
    });
  });

  describe('refuses an item', () => {
    const Item = key('item');
    const value = (a: AttributeValue) => () => put({ ...Item, a });

    it.each<Refusal>([
      [
        'above 400 KB',
        value(S(letters(400 * KB))),
        /Item size has exceeded the maximum allowed size/,
      ],
      [
        'that an update makes larger than 400 KB',
        () => update('SET a = :a', { ExpressionAttributeValues: { ':a': S(letters(400 * KB)) } }),
        /Item size to update has exceeded the maximum allowed size/,
      ],
      ['with a partition key above 2,048 bytes', () => put(key(letters(2049))), /2048 bytes/],
      ['with a sort key above 1,024 bytes', () => put(key('long', letters(1025))), /1024 bytes/],
      [
        'with a sort key above 1,024 bytes, though of fewer characters',
        () => put(key('long', '한'.repeat(342))),
        /1024 bytes/,
      ],
      [
        'with an empty partition key',
        () => put(key('')),
        /key attribute cannot contain an empty string value. Key: pk/,
      ],
      [
        'with an empty sort key',
        () => put(key('empty', '')),
        /key attribute cannot contain an empty string value. Key: sk/,
      ],
      [
        'without its sort key',
        () => put({ pk: S('half') }),
        /Missing the key sk|required keys was not given a value/,
      ],
      [
        'with a key of another type',
        () => put({ pk: S('type'), sk: N(1) }),
        /Type mismatch for key/,
      ],
      [
        'with an empty index key',
        () => put({ ...Item, gsi1pk: S(''), gsi1sk: S('a') }),
        /secondary index key.*empty string value. IndexName: gsi1, IndexKey: gsi1pk/,
      ],
      [
        'that an update gives an empty index key',
        () =>
          update('SET gsi1pk = :a, gsi1sk = :b', {
            ExpressionAttributeValues: { ':a': S('a'), ':b': S('') },
          }),
        /empty string value/,
      ],
      [
        'that a transaction gives an empty index key',
        () => transact([{ Put: { TableName, Item: { ...Item, gsi1pk: S(''), gsi1sk: S('a') } } }]),
        /empty string value/,
      ],
      [
        'with an index key of another type',
        () => put({ ...Item, gsi1pk: N(1), gsi1sk: S('a') }),
        /Type mismatch for Index Key/,
      ],
      [
        'with a partition key of an index above 2,048 bytes',
        () => put({ ...Item, gsi1pk: S(letters(2049)), gsi1sk: S('a') }),
        /size limit/i,
      ],
      [
        'with a sort key of an index above 1,024 bytes',
        () => put({ ...Item, gsi1pk: S('a'), gsi1sk: S(letters(1025)) }),
        /size limit/i,
      ],
      ['with a number of 39 digits', value(N('1'.repeat(39))), /38 (significant )?digits/],
      ['with a number beyond 9.99E125', value(N('1E126')), /magnitude larger than supported/],
      ['with a number below 1E-130', value(N('1E-131')), /magnitude smaller than supported/],
      [
        'with a number that is none',
        value(N('NaN')),
        /cannot be converted (in)?to a num(ber|eric value)/,
      ],
      ['nested more than 32 deep', value(nested(33)), /Nesting Levels have exceeded/],
      ['with an empty set of texts', value({ SS: [] }), /set +may not be empty/],
      ['with an empty set of numbers', value({ NS: [] }), /set +may not be empty/],
      ['with an empty set of bytes', value({ BS: [] }), /sets? +(may|should) not be empty/],
      ['with a set that has a text twice', value({ SS: ['a', 'a'] }), /contains duplicates/],
      ['with a set that has a number twice', value({ NS: ['1', '1.0'] }), /contains duplicates/],
      [
        'with NULL that is false',
        value({ NULL: false as true }),
        /Null attribute value types must have the value of true/,
      ],
      [
        'with the old item back after an update only',
        () => put(Item, { ReturnValues: 'ALL_NEW' }),
        /Return ?[vV]alues set to invalid value/,
      ],
      [
        'in a table that does not exist',
        () => put(Item, { TableName: `${TableName}-not` }),
        /resource not found|non-existent table/i,
        'ResourceNotFoundException',
      ],
    ])('%s', isRefused);

    it('takes what just fits', async () => {
      await put({ ...Item, a: nested(31) });
      await put({ ...Item, a: N('1'.repeat(38)) });
      await put({ ...Item, a: S(''), b: { B: new Uint8Array() }, c: { L: [] }, d: { M: {} } });
      await put(key(letters(2048), letters(1024)));
      const size = 'pkitemsksa'.length;
      await put({ ...Item, a: S(letters(400 * KB - size)) });
    });
  });

  describe('refuses an expression', () => {
    const one = { ExpressionAttributeValues: { ':v': N(1) } };
    it.each<Refusal>([
      [
        'that changes a key',
        () => update('SET sk = :v', { ExpressionAttributeValues: { ':v': S('z') } }),
        /Cannot update attribute sk. This attribute is part of the key/,
      ],
      [
        'that removes a key',
        () => update('REMOVE sk'),
        /Cannot update attribute sk. This attribute is part of the key/,
      ],
      [
        'with a reserved word',
        () => update('SET #n = :v, status = :v', { ...one, ...nameOf('a') }),
        /reserved keyword: status/,
      ],
      [
        'with an unused value',
        () => update('SET a = :v', { ExpressionAttributeValues: { ':v': N(1), ':w': N(2) } }),
        /ExpressionAttributeValues unused in expressions: keys: \{:w\}/,
      ],
      [
        'with an unused name',
        () => update('SET a = :v', { ...one, ...nameOf('b') }),
        /ExpressionAttributeNames unused in expressions: keys: \{#n\}/,
      ],
      ['with an undefined value', () => update('SET a = :w', one), /attribute value: :w/],
      ['with an undefined name', () => update('SET #m = :v', one), /attribute name: #m/],
      [
        'with no value in its values',
        () => update('REMOVE a', { ExpressionAttributeValues: {} }),
        /ExpressionAttributeValues must not be empty/,
      ],
      [
        'with no name in its names',
        () => update('REMOVE a', { ExpressionAttributeNames: {} }),
        /ExpressionAttributeNames must not be empty/,
      ],
      ['that is empty', () => update(''), /expression can not be empty/],
      ['that no grammar knows', () => update('SET a == :v', one), /Syntax error/],
      [
        'that sets one path twice',
        () => update('SET a = :v, a = :v', one),
        /document paths overlap/,
      ],
      [
        'that sets a path and one within it',
        () => update('SET m = :v, m.a = :v', one),
        /document paths overlap/,
      ],
      [
        'that takes one path as a list and as a map',
        () => update('SET m[0] = :v, m.a = :v', one),
        /document paths conflict/,
      ],
      ['with a clause twice', () => update('SET a = :v SET b = :v', one), /can only be used once/],
      [
        'that adds to a text',
        () => update('ADD #n :v', { ...one, ...nameOf('text') }),
        /incorrect data type/,
      ],
      [
        'that adds a text',
        () => update('ADD a :v', { ExpressionAttributeValues: { ':v': S('1') } }),
        /Incorrect operand type.*ADD/,
      ],
      [
        'that counts up a text',
        () => update('SET #n = #n + :v', { ...one, ...nameOf('text') }),
        /incorrect data type/,
      ],
      [
        'that appends to a missing list',
        () =>
          update('SET a = list_append(a, :v)', { ExpressionAttributeValues: { ':v': { L: [] } } }),
        /does not exist in the item/,
      ],
      [
        'that counts up a missing number',
        () => update('SET a = a + :v', one),
        /does not exist in the item/,
      ],
      [
        'that sets within a missing map',
        () => update('SET m.a = :v', one),
        /document path provided in the update expression is invalid/,
      ],
      [
        'above 4 KB',
        () =>
          put(key('expression'), {
            ConditionExpression: conditionOf(4 * KB + 1),
            ...one,
            ...nameOf('a'),
          }),
        /Expression size has exceeded the maximum allowed size/,
      ],
      [
        'with more than 300 operators',
        () =>
          put(key('expression'), {
            ConditionExpression: Array(302).fill('a<:v').join(' OR '),
            ...one,
          }),
        /operators/,
      ],
      [
        'with IN over 101 values',
        () =>
          put(key('expression'), {
            ConditionExpression: `a IN (${Array.from({ length: 101 }, (_, index) => `:v${index}`).join()})`,
            ExpressionAttributeValues: Object.fromEntries(
              Array.from({ length: 101 }, (_, index) => [`:v${index}`, N(index)]),
            ),
          }),
        /too many operands|number of operands/,
      ],
      [
        'that compares an attribute with itself',
        () => put(key('expression'), { ConditionExpression: 'a = a' }),
        /must be distinct/,
      ],
      [
        'that compares order with a boolean',
        () =>
          put(key('expression'), {
            ConditionExpression: 'a < :v',
            ExpressionAttributeValues: { ':v': { BOOL: true } },
          }),
        /Incorrect operand type/,
      ],
      [
        'of a range upside down',
        () =>
          put(key('expression'), {
            ConditionExpression: 'a BETWEEN :v AND :w',
            ExpressionAttributeValues: { ':v': N(2), ':w': N(1) },
          }),
        /upper bound/,
      ],
      [
        'of a type that does not exist',
        () =>
          put(key('expression'), {
            ConditionExpression: 'attribute_type(a, :v)',
            ExpressionAttributeValues: { ':v': S('TEXT') },
          }),
        /Invalid attribute type name/,
      ],
      [
        'with a function of updates in a condition',
        () => put(key('expression'), { ConditionExpression: 'if_not_exists(a, :v) = :v', ...one }),
        /function is not allowed/,
      ],
      [
        'with a function that does not exist',
        () => put(key('expression'), { ConditionExpression: 'exists(a)' }),
        /Invalid function name/,
      ],
      [
        'with a name without #',
        () => update('SET a = :v', { ...one, ExpressionAttributeNames: { n: 'a' } }),
        /ExpressionAttributeNames contains invalid key/,
      ],
      [
        'with a value without :',
        () => update('SET a = :v', { ExpressionAttributeValues: { ':v': N(1), w: N(1) } }),
        /ExpressionAttributeValues contains invalid key/,
      ],
      [
        'that sets one attribute by two names',
        () =>
          update('SET #a = :v, #b = :v', {
            ...one,
            ExpressionAttributeNames: { '#a': 'a', '#b': 'a' },
          }),
        /document paths overlap/,
      ],
      [
        'that sets and removes one path',
        () => update('SET a = :v REMOVE a', one),
        /document paths overlap/,
      ],
      [
        'that takes a number out of a set',
        () => update('DELETE a :v', one),
        /Incorrect operand type.*DELETE/,
      ],
      [
        'that takes from what is no set',
        () =>
          update('DELETE #n :v', {
            ExpressionAttributeValues: { ':v': { SS: ['a'] } },
            ...nameOf('text'),
          }),
        /incorrect data type/,
      ],
      [
        'that nests a set in itself',
        () =>
          update('SET a = list_append(:v, :w)', {
            ExpressionAttributeValues: { ':v': { L: [] }, ':w': { SS: ['a'] } },
          }),
        /Incorrect operand type.*list_append/,
      ],
      [
        'and the older parameters at once',
        () =>
          put(key('expression'), {
            ConditionExpression: 'attribute_exists(pk)',
            Expected: { pk: { Exists: false } },
          }),
        /both expression and non-expression parameters/i,
      ],
      [
        'whose values are given without it',
        () => put(key('expression'), one),
        /can only be specified when using expressions/,
      ],
    ])('%s', isRefused);

    it('takes what just fits', async () => {
      const condition = { ConditionExpression: conditionOf(4 * KB), ...one, ...nameOf('sk') };
      const refused = await refusalOf(put(key('expression'), condition));
      expect(refused.name).toBe('ConditionalCheckFailedException');
    });
  });

  describe('refuses a read', () => {
    const byIndex = { IndexName: 'gsi1', KeyConditionExpression: 'gsi1pk = :pk' };
    const without = { KeyConditionExpression: undefined, ExpressionAttributeValues: undefined };

    it.each<Refusal>([
      [
        'strongly consistent from a global index',
        () => query({ ...byIndex, ConsistentRead: true }),
        /Consistent reads are not supported on global secondary indexes/,
      ],
      [
        'without a key condition',
        () => query(without),
        /KeyConditions or KeyConditionExpression parameter must be specified/,
      ],
      [
        'without the partition key',
        () => query({ KeyConditionExpression: 'sk = :pk' }),
        /missed key schema element/,
      ],
      [
        'of a range of partition keys',
        () => query({ KeyConditionExpression: 'pk > :pk' }),
        /key condition not supported/,
      ],
      [
        'by key conditions joined with OR',
        () => query({ KeyConditionExpression: 'pk = :pk OR sk = :pk' }),
        /Invalid operator used in KeyConditionExpression: OR/,
      ],
      [
        'by what is no key',
        () => query({ KeyConditionExpression: 'pk = :pk AND a = :pk' }),
        /missed key schema element|key condition not supported/,
      ],
      [
        'with an empty key',
        () => query({ ExpressionAttributeValues: { ':pk': S('') } }),
        /empty string value/,
      ],
      [
        'with a key of another type',
        () => query({ ExpressionAttributeValues: { ':pk': N(1) } }),
        /Condition parameter type does not match schema type/,
      ],
      [
        'with a filter on a key',
        () => query({ FilterExpression: 'sk = :pk' }),
        /Filter Expression can only contain non-primary key attributes/,
      ],
      ['of at most 0 items', () => query({ Limit: 0 }), /greater than or equal to 1/],
      [
        'that starts at half a key',
        () => query({ ExclusiveStartKey: { pk: S('held') } }),
        /Exclusive Start Key must have same size as table's key schema|starting key is invalid/,
      ],
      [
        'that starts in another partition',
        () => query({ ExclusiveStartKey: key('elsewhere') }),
        /outside query boundaries|does not match the range key predicate/,
      ],
      [
        'of an index that starts at a key of the table',
        () => query({ ...byIndex, ExclusiveStartKey: key('held') }),
        /starting key is invalid|same size as/,
      ],
      [
        'that starts at a key with more than a key',
        () => query({ ExclusiveStartKey: heldItem }),
        /starting key is invalid|same size as/,
      ],
      [
        'of an index that does not exist',
        () => query({ IndexName: 'gsi9' }),
        /does not have the specified index/,
      ],
      [
        'of a table that does not exist',
        () => query({ TableName: `${TableName}-not` }),
        /resource not found|non-existent table/i,
        'ResourceNotFoundException',
      ],
      [
        "of the index's attributes without an index",
        () => query({ Select: 'ALL_PROJECTED_ATTRIBUTES' }),
        /ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName/,
      ],
      [
        'of chosen attributes without choosing',
        () => query({ Select: 'SPECIFIC_ATTRIBUTES' }),
        /SPECIFIC_ATTRIBUTES/,
      ],
      [
        'of the count and of attributes',
        () => query({ Select: 'COUNT', ProjectionExpression: 'a' }),
        /Cannot specify the ProjectionExpression when choosing to get only the Count/,
      ],
      [
        'of all attributes and of some',
        () => query({ Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'a' }),
        /Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES/,
      ],
      [
        'of all attributes from an index that has keys only',
        () =>
          query({
            TableName: keysOnlyTable,
            IndexName: 'others',
            KeyConditionExpression: 'topic = :pk',
            Select: 'ALL_ATTRIBUTES',
          }),
        /ALL_ATTRIBUTES is not supported for global secondary index/,
      ],
      [
        'of an attribute that an index with keys only has not',
        () =>
          query({
            TableName: keysOnlyTable,
            IndexName: 'others',
            KeyConditionExpression: 'topic = :pk',
            ProjectionExpression: 'a',
          }),
        /does not project/,
      ],
      [
        'of a range of keys upside down',
        () =>
          query({
            KeyConditionExpression: 'pk = :pk AND sk BETWEEN :b AND :a',
            ExpressionAttributeValues: { ':pk': S('held'), ':a': S('a'), ':b': S('b') },
          }),
        /upper bound/,
      ],
      [
        'by a function that keys do not know',
        () => query({ KeyConditionExpression: 'pk = :pk AND contains(sk, :pk)' }),
        /Invalid operator used in KeyConditionExpression/,
      ],
      [
        'by two conditions on one key',
        () => query({ KeyConditionExpression: 'pk = :pk AND sk > :pk AND sk < :pk' }),
        /only contain one condition per key/,
      ],
      [
        'by both kinds of key conditions',
        () =>
          query({
            KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [S('held')] } },
          }),
        /both expression and non-expression parameters/,
      ],
      [
        'of an index that starts in another partition',
        () =>
          query({
            ...byIndex,
            ExclusiveStartKey: { ...held, gsi1pk: S('elsewhere'), gsi1sk: S('a') },
          }),
        /outside query boundaries|starting key/,
      ],
      [
        'that starts outside its range of keys',
        () =>
          query({
            KeyConditionExpression: 'pk = :pk AND sk > :pk',
            ExclusiveStartKey: key('held', 'a'),
          }),
        /outside query boundaries|range key predicate/,
      ],
      [
        'by the name of its table in capitals',
        () => query({ TableName: TableName.toUpperCase() }),
        /resource not found|non-existent table/i,
        'ResourceNotFoundException',
      ],
      [
        'of 101 items in a transaction',
        () =>
          client.send(
            new TransactGetItemsCommand({
              TransactItems: many(101, 'read').map((Key) => ({ Get: { TableName, Key } })),
            }),
          ),
        /less than or equal to 100/,
      ],
      [
        'of a partition key above 2,048 bytes',
        () => query({ ExpressionAttributeValues: { ':pk': S(letters(2049)) } }),
        /2048 bytes/,
      ],
      [
        'of an index by a partition key above 2,048 bytes',
        () => query({ ...byIndex, ExpressionAttributeValues: { ':pk': S(letters(2049)) } }),
        /2048 bytes/,
      ],
      [
        'of a sort key above 1,024 bytes',
        () =>
          query({
            KeyConditionExpression: 'pk = :pk AND sk = :sk',
            ExpressionAttributeValues: { ':pk': S('held'), ':sk': S(letters(1025)) },
          }),
        /1024 bytes/,
      ],
      [
        'of one item by a partition key above 2,048 bytes',
        () => read(key(letters(2049))),
        /2048 bytes/,
      ],
      [
        'that starts at a sort key above 1,024 bytes',
        () => query({ ExclusiveStartKey: key('held', letters(1025)) }),
        /starting key is invalid.*1024 bytes/,
      ],
      [
        'that starts at a partition key above 2,048 bytes',
        () => query({ ExclusiveStartKey: key(letters(2049)) }),
        /starting key is invalid.*2048 bytes/,
      ],
      [
        'that starts at an empty key',
        () => query({ ExclusiveStartKey: key('held', '') }),
        /starting key is invalid.*empty string value/,
      ],
      ['of one item by an empty key', () => read(key('')), /empty string value/],
      [
        'by the start of keys that is empty',
        () =>
          query({
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
            ExpressionAttributeValues: { ':pk': S('held'), ':sk': S('') },
          }),
        /empty string value/,
      ],
      [
        'with a kind of capacity report that does not exist',
        () => query({ ReturnConsumedCapacity: 'ALL' as 'TOTAL' }),
        /returnConsumedCapacity.*enum value set/,
      ],
      [
        'of overlapping paths',
        () => query({ ProjectionExpression: 'a, a.b' }),
        /document paths overlap/,
      ],
      [
        'of one item by half its key',
        () => client.send(new GetItemCommand({ TableName, Key: { pk: S('held') } })),
        /does not match the schema|number of conditions on the keys is invalid/,
      ],
      [
        'of one item by more than its key',
        () => client.send(new GetItemCommand({ TableName, Key: heldItem })),
        /does not match the schema|number of conditions on the keys is invalid/,
      ],
      [
        'of a segment that a scan has not',
        () => client.send(new ScanCommand({ TableName, Segment: 2, TotalSegments: 2 })),
        /segment/i,
      ],
    ])('%s', isRefused);

    it('ends a page at 1 MB', async () => {
      const items = many(8, 'large').map((it) => ({ ...it, a: S(letters(300 * KB)) }));
      for (const item of items) await put(item);
      const values = { ExpressionAttributeValues: { ':pk': S('large') } };
      const page = await query(values);
      expect(page.Count).toBeLessThan(5);
      expect(page.LastEvaluatedKey).toBeDefined();
      const { LastEvaluatedKey, Count } = await query({ ...values, Select: 'COUNT' });
      expect({ LastEvaluatedKey, Count }).toEqual({
        LastEvaluatedKey: page.LastEvaluatedKey,
        Count: page.Count,
      });
    });

    it('goes on after an item that is gone', async () => {
      const items = ['1', '2', '3'].map((sk) => ({
        ...key('gone', sk),
        gsi1pk: S('gone'),
        gsi1sk: S(sk),
      }));
      for (const item of items) await put(item);
      await client.send(new DeleteItemCommand({ TableName, Key: key('gone', '2') }));
      const ExpressionAttributeValues = { ':pk': S('gone') };
      const ofTable = await query({
        ExpressionAttributeValues,
        ExclusiveStartKey: key('gone', '2'),
      });
      expect(ofTable.Items).toEqual([items[2]]);
      const ofIndex = await query({
        ...byIndex,
        ExpressionAttributeValues,
        ...(items[1] && { ExclusiveStartKey: items[1] }),
      });
      expect(ofIndex.Items).toEqual([items[2]]);
    });
  });

  it('applies concurrent transactions on one item in turn, where AWS may cancel some', async () => {
    const counter = key('counter');
    const add: TransactWriteItem[] = [
      {
        Update: {
          TableName,
          Key: counter,
          UpdateExpression: 'ADD n :n',
          ExpressionAttributeValues: { ':n': N(1) },
        },
      },
    ];
    await Promise.all(Array.from({ length: 20 }, () => transact(add)));
    expect((await read(counter))?.n).toEqual(N(20));
  });
});

function nameOf(attribute: string) {
  return { ExpressionAttributeNames: { '#n': attribute } };
}
