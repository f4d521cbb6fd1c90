import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  type DescribeStreamCommandOutput,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';

/** A shard: a part of the stream in order. Its children follow it. */
export interface Shard {
  id: string;
  parentId: string | undefined;
}

/** Where in a shard to read: after this sequence number, or from its beginning. */
export type ShardPosition = { after: string } | 'beginning';

export interface ShardPage {
  records: DynamoDBRecord[];
  /** Where to read on; `undefined` at the end of a closed shard. */
  next: string | undefined;
}

/** A stream that can be read by shard. */
export interface StreamSource {
  readonly arn: string;
  /** All shards, parents before their children. */
  shards(): Promise<Shard[]>;
  /** An iterator that stands at `position`. */
  open(shardId: string, position: ShardPosition): Promise<string>;
  /** The next records; `'expired'` when the iterator is too old to be used. */
  read(iterator: string, limit: number): Promise<ShardPage | 'expired'>;
}

/** The stream of a table on DynamoDB Streams. */
export function openStream(client: DynamoDBStreamsClient, arn: string): StreamSource {
  const open = async (shardId: string, position: ShardPosition): Promise<string> => {
    const place =
      typeof position === 'object'
        ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: position.after }
        : { ShardIteratorType: 'TRIM_HORIZON' as const };
    try {
      const { ShardIterator = '' } = await client.send(
        new GetShardIteratorCommand({ StreamArn: arn, ShardId: shardId, ...place }),
      );
      return ShardIterator;
    } catch (error) {
      // The stream keeps a day: what lies before is gone, what is left begins at the horizon.
      if (error instanceof TrimmedDataAccessException && typeof position === 'object') {
        return open(shardId, 'beginning');
      }
      throw error;
    }
  };
  return {
    arn,
    async shards() {
      const shards: Shard[] = [];
      let after: string | undefined;
      do {
        const output: DescribeStreamCommandOutput = await client.send(
          new DescribeStreamCommand({ StreamArn: arn, ExclusiveStartShardId: after }),
        );
        for (const { ShardId = '', ParentShardId } of output.StreamDescription?.Shards ?? []) {
          shards.push({ id: ShardId, parentId: ParentShardId });
        }
        after = output.StreamDescription?.LastEvaluatedShardId;
      } while (after);
      return shards;
    },
    open,
    async read(iterator, limit) {
      try {
        const { Records = [], NextShardIterator } = await client.send(
          new GetRecordsCommand({ ShardIterator: iterator, Limit: limit }),
        );
        return {
          records: Records.map((record) => toEventRecord(record, arn)),
          next: NextShardIterator,
        };
      } catch (error) {
        if (error instanceof ExpiredIteratorException) return 'expired';
        // DynamoDB Local: an iterator of a stream that was empty does not see its first record.
        if (error instanceof TrimmedDataAccessException) return 'expired';
        throw error;
      }
    },
  };
}

type Image = Record<string, AttributeValue>;
type EventImage = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;

/** A record as Lambda hands it over: times in seconds, bytes as base64. */
function toEventRecord(record: StreamRecord, arn: string): DynamoDBRecord {
  const change = record.dynamodb ?? {};
  const { Keys, NewImage, OldImage, ApproximateCreationDateTime } = change;
  const { PrincipalId, Type } = record.userIdentity ?? {};
  return {
    eventID: record.eventID ?? '',
    eventName: record.eventName as NonNullable<DynamoDBRecord['eventName']>,
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: record.awsRegion ?? '',
    eventSourceARN: arn,
    ...(Type && { userIdentity: { type: Type, principalId: PrincipalId } }),
    dynamodb: {
      ...(ApproximateCreationDateTime && {
        ApproximateCreationDateTime: ApproximateCreationDateTime.getTime() / 1000,
      }),
      ...(Keys && { Keys: toEventImage(Keys) }),
      ...(NewImage && { NewImage: toEventImage(NewImage) }),
      ...(OldImage && { OldImage: toEventImage(OldImage) }),
      SequenceNumber: change.SequenceNumber ?? '',
      SizeBytes: change.SizeBytes ?? 0,
      StreamViewType: change.StreamViewType ?? 'NEW_AND_OLD_IMAGES',
    },
  };
}

const toEventImage = (image: Image): EventImage =>
  Object.fromEntries(Object.entries(image).map(([name, value]) => [name, toEventValue(value)]));

function toEventValue(value: AttributeValue): EventImage[string] {
  // DynamoDB Local leaves the type of an empty map out, in streams alone.
  if (Object.keys(value).length === 0) return { M: {} };
  if (value.M) return { M: toEventImage(value.M) };
  if (value.L) return { L: value.L.map(toEventValue) };
  if (value.B) return { B: base64(value.B) };
  if (value.BS) return { BS: value.BS.map(base64) };
  return value as EventImage[string];
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
