import { createEngine, type Engine } from './engine.ts';

const S = (text: string) => ({ S: text });
const keyOf = (pk: string) => ({ pk: S(pk) });
const itemOf = (pk: string, topic: string) => ({ pk: S(pk), topic: S(topic), settings: { M: {} } });

describe("the tests' engine", () => {
  let engine: Engine;
  let now: Date;

  const ask = <Answer>(operation: string, input: object) =>
    engine.call(operation, { TableName: 'table', ...input }) as Answer;
  const put = (pk: string, topic: string) => ask('PutItem', { Item: itemOf(pk, topic) });
  const pksOf = (topic: string) =>
    ask<{ Items: { pk: { S: string } }[] }>('Query', {
      IndexName: 'topics',
      KeyConditionExpression: 'topic = :topic',
      ExpressionAttributeValues: { ':topic': S(topic) },
    }).Items.map(({ pk }) => pk.S);

  beforeEach(() => {
    now = new Date('2026-11-30T12:00:00Z');
    engine = createEngine({ now: () => now });
    ask('CreateTable', {
      AttributeDefinitions: ['pk', 'topic'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'topics',
          KeySchema: [{ AttributeName: 'topic', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  describe('restores a table', () => {
    it('with its indexes, as often as asked, whatever was written since', () => {
      put('a', 'one');
      put('b', 'one');
      const snapshot = engine.snapshot('table');
      for (const round of ['first', 'second']) {
        put('a', 'two');
        put(round, 'one');
        ask('DeleteItem', { Key: keyOf('b') });
        expect([pksOf('one'), pksOf('two')]).toEqual([[round], ['a']]);
        engine.restore('table', snapshot);
        expect([pksOf('one'), pksOf('two')]).toEqual([['a', 'b'], []]);
        expect(ask('Scan', {})).toMatchObject({ Count: 2 });
        expect(ask('GetItem', { Key: keyOf('b') })).toEqual({ Item: itemOf('b', 'one') });
      }
    });

    it('to what it was before it was empty', () => {
      const empty = engine.snapshot('table');
      put('a', 'one');
      const full = engine.snapshot('table');
      engine.restore('table', empty);
      expect(ask('Scan', {})).toMatchObject({ Count: 0 });
      engine.restore('table', full);
      expect(pksOf('one')).toEqual(['a']);
    });
  });

  describe('tells a stream', () => {
    interface Page {
      Records: { eventID: string; eventName: string; dynamodb: Record<string, unknown> }[];
      NextShardIterator: string;
    }

    const shard = () => {
      const { Table } = ask<{ Table: { LatestStreamArn: string } }>('DescribeTable', {});
      const StreamArn = Table.LatestStreamArn;
      const { StreamDescription } = ask<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
        'DescribeStream',
        { StreamArn },
      );
      return { StreamArn, ShardId: StreamDescription.Shards[0]?.ShardId };
    };
    const open = (ShardIteratorType: string, more: object = {}) =>
      ask<{ ShardIterator: string }>('GetShardIterator', { ...shard(), ShardIteratorType, ...more })
        .ShardIterator;
    const read = (ShardIterator: string, more: object = {}) =>
      ask<Page>('GetRecords', { ShardIterator, ...more });

    it('of each change with its images, empty maps among them, and of nothing else', () => {
      put('a', 'one');
      put('a', 'one');
      put('a', 'two');
      ask('DeleteItem', { Key: keyOf('a') });
      ask('DeleteItem', { Key: keyOf('a') });
      const { Records } = read(open('TRIM_HORIZON'));
      expect(Records.map(({ eventName, dynamodb }) => ({ eventName, ...dynamodb }))).toMatchObject([
        { eventName: 'INSERT', Keys: keyOf('a'), NewImage: itemOf('a', 'one') },
        { eventName: 'MODIFY', OldImage: itemOf('a', 'one'), NewImage: itemOf('a', 'two') },
        { eventName: 'REMOVE', OldImage: itemOf('a', 'two') },
      ]);
      expect(new Set(Records.map(({ eventID }) => eventID)).size).toBe(3);
    });

    it('nothing of a restored table, and goes on from its end', () => {
      const snapshot = engine.snapshot('table');
      put('a', 'one');
      const { NextShardIterator } = read(open('TRIM_HORIZON'));
      engine.restore('table', snapshot);
      expect(read(NextShardIterator).Records).toEqual([]);
      put('b', 'one');
      expect(read(NextShardIterator).Records).toMatchObject([{ dynamodb: { Keys: keyOf('b') } }]);
    });

    it('from every place that an iterator may stand at', () => {
      const late = open('LATEST');
      for (const pk of ['a', 'b', 'c']) put(pk, 'one');
      const { Records } = read(open('TRIM_HORIZON'), { Limit: 2 });
      const SequenceNumber = Records[1]?.dynamodb.SequenceNumber;
      const keysFrom = (iterator: string) =>
        read(iterator).Records.map(({ dynamodb }) => dynamodb.Keys);
      expect(keysFrom(late)).toEqual(['a', 'b', 'c'].map(keyOf));
      expect(keysFrom(open('AT_SEQUENCE_NUMBER', { SequenceNumber }))).toEqual(
        ['b', 'c'].map(keyOf),
      );
      expect(keysFrom(open('AFTER_SEQUENCE_NUMBER', { SequenceNumber }))).toEqual([keyOf('c')]);
    });
  });

  it('forgets the token of a transaction after ten minutes', () => {
    const add = () =>
      ask('TransactWriteItems', {
        ClientRequestToken: 'token',
        TransactItems: [
          {
            Update: {
              TableName: 'table',
              Key: keyOf('a'),
              UpdateExpression: 'ADD n :one',
              ExpressionAttributeValues: { ':one': { N: '1' } },
            },
          },
        ],
      });
    const count = () =>
      ask<{ Item: { n: { N: string } } }>('GetItem', { Key: keyOf('a') }).Item.n.N;
    add();
    add();
    expect(count()).toBe('1');
    now = new Date(now.getTime() + 10 * 60 * 1000);
    add();
    expect(count()).toBe('2');
  });

  it('refuses what DynamoDB does not know, and fails at what it does not know itself', () => {
    expect(() => ask('MakeTea', {})).toThrow('An unknown operation was requested.');
    expect(() => ask('Query', { KeyConditions: {} })).toThrow('The engine knows no KeyConditions');
  });
});
