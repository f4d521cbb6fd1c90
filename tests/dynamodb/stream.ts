import { randomUUID } from 'node:crypto';
import { EngineRefusal, invalid, invalidParameter, notFound, unsatisfied } from './refusal.ts';
import { type Item, sizeOfItem } from './values.ts';

/** What a write did to an item. */
export interface Change {
  keys: Item;
  before: Item | undefined;
  after: Item | undefined;
}

interface StreamRecord {
  sequence: number;
  size: number;
  wire: object;
}

export interface IteratorRequest {
  ShardId?: string;
  ShardIteratorType?: string;
  SequenceNumber?: string;
}

/** Records that a stream keeps; AWS keeps a day. */
const kept = 50_000;
const largestAnswer = 1024 * 1024;
const mostRecords = 1000;
const sequenceDigits = 21;

/** The changes of one table in one shard, with the images before and after each. */
export class Stream {
  readonly arn: string;
  readonly label: string;
  readonly #shardId: string;
  readonly #created: Date;
  #records: StreamRecord[] = [];
  /** Nothing is told of what changes meanwhile. */
  isMuted = false;
  #first = 1;
  #next = 1;

  constructor(tableArn: string, created: Date) {
    this.label = created.toISOString().slice(0, -1);
    this.arn = `${tableArn}/stream/${this.label}`;
    this.#created = created;
    this.#shardId = `shardId-${String(created.getTime()).padStart(20, '0')}-${randomUUID().slice(0, 8)}`;
  }

  append({ keys, before, after }: Change, at: Date): void {
    if (this.isMuted) return;
    const sequence = this.#next++;
    const size = [keys, before, after].reduce((sum, it) => sum + (it ? sizeOfItem(it) : 0), 0);
    this.#records.push({
      sequence,
      size,
      wire: {
        eventID: randomUUID(),
        eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'ddblocal',
        dynamodb: {
          ApproximateCreationDateTime: Math.floor(at.getTime() / 1000),
          Keys: keys,
          ...(after && { NewImage: after }),
          ...(before && { OldImage: before }),
          SequenceNumber: numberOf(sequence),
          SizeBytes: size,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
      },
    });
    if (this.#records.length < 2 * kept) return;
    this.#records = this.#records.slice(kept);
    this.#first += kept;
  }

  describe(tableName: string, keySchema: unknown, startAfter: string | undefined): object {
    return {
      StreamArn: this.arn,
      StreamLabel: this.label,
      StreamStatus: 'ENABLED',
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      CreationRequestDateTime: this.#created.getTime() / 1000,
      TableName: tableName,
      KeySchema: keySchema,
      Shards:
        startAfter !== undefined && startAfter >= this.#shardId
          ? []
          : [
              {
                ShardId: this.#shardId,
                SequenceNumberRange: { StartingSequenceNumber: numberOf(this.#first) },
              },
            ],
    };
  }

  /** @throws EngineRefusal for another shard, or a place that the stream has not */
  iteratorAt({ ShardId, ShardIteratorType, SequenceNumber }: IteratorRequest): string {
    if (ShardId !== this.#shardId) throw notFound('Shard does not exist');
    switch (ShardIteratorType) {
      case 'TRIM_HORIZON':
        return this.#iterator(this.#first);
      case 'LATEST':
        return this.#iterator(this.#next);
      case 'AT_SEQUENCE_NUMBER':
        return this.#iterator(this.#placeOf(SequenceNumber));
      case 'AFTER_SEQUENCE_NUMBER':
        return this.#iterator(this.#placeOf(SequenceNumber) + 1);
      default:
        throw unsatisfied(
          ShardIteratorType,
          'shardIteratorType',
          'Member must satisfy enum value set: [TRIM_HORIZON, LATEST, AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER]',
        );
    }
  }

  read(place: number, limit = mostRecords): object {
    if (limit < 1) {
      throw unsatisfied(limit, 'limit', 'Member must have value greater than or equal to 1');
    }
    if (limit > mostRecords) {
      throw invalidParameter(`Limit should be less than or equal to ${mostRecords}`);
    }
    if (place < this.#first) throw trimmed();
    const records: object[] = [];
    let at = place - this.#first;
    for (let size = 0; records.length < limit; at++) {
      const record = this.#records[at];
      if (record === undefined || (records.length > 0 && size + record.size > largestAnswer)) break;
      size += record.size;
      records.push(record.wire);
    }
    return { Records: records, NextShardIterator: this.#iterator(this.#first + at) };
  }

  #placeOf(sequenceNumber: string | undefined): number {
    if (sequenceNumber === undefined) throw invalidParameter('Invalid SequenceNumber');
    if (sequenceNumber.length < sequenceDigits) {
      throw unsatisfied(
        sequenceNumber,
        'sequenceNumber',
        `Member must have length greater than or equal to ${sequenceDigits}`,
      );
    }
    const sequence = Number(sequenceNumber);
    if (!(sequence < this.#next)) throw invalidParameter('Invalid SequenceNumber');
    if (sequence < this.#first) throw trimmed();
    return sequence;
  }

  #iterator(sequence: number): string {
    return `${this.arn}|001|${Buffer.from(`${this.#shardId}|${numberOf(sequence)}`).toString('base64')}`;
  }
}

/** The stream's ARN and the place that an iterator stands for. */
export function readIterator(iterator: string): { arn: string; place: number } {
  const [arn = '', , place = ''] = iterator.split('|');
  const [, sequence] = Buffer.from(place, 'base64').toString().split('|');
  if (!/^\d+$/.test(sequence ?? '')) throw invalid('Invalid ShardIterator');
  return { arn, place: Number(sequence) };
}

const numberOf = (sequence: number) => String(sequence).padStart(sequenceDigits, '0');

const trimmed = () =>
  new EngineRefusal(
    'TrimmedDataAccessException',
    'The requested data has been trimmed from the stream',
  );
