import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import type { StreamWorkerDefinition } from '../../events/streams.ts';
import type { Activity } from './activity.ts';
import type { CheckpointStore } from './checkpoints.ts';
import { invoke, type LambdaFunction } from './lambda.ts';
import { pause } from './pause.ts';
import type { Shard, ShardPosition, StreamSource } from './stream-source.ts';

/** A batch that went on failing, as Lambda describes it to the destination of failures. */
export interface ParkedBatch {
  shardId: string;
  streamArn: string;
  startSequenceNumber: string;
  endSequenceNumber: string;
  batchSize: number;
  attempts: number;
  error: string;
}

/** Feeds the function that reads the table's stream as Lambda's event source mapping does. */
export interface StreamPoller {
  /** Takes the definition of a new generation. */
  redefine(definition: StreamWorkerDefinition): void;
  /** Finds the position in the stream; to be called once, first. */
  open(): Promise<void>;
  /** Reads the stream to its end; answers how many records there were. */
  readToEnd(): Promise<number>;
}

export interface StreamPollerOptions {
  source: StreamSource;
  definition: StreamWorkerDefinition;
  lambda: (definition: StreamWorkerDefinition) => Promise<LambdaFunction>;
  checkpoints: CheckpointStore;
  activity: Activity;
  /** Takes what failed `maxAttempts` times; its rejection is tried again. */
  park: (batch: ParkedBatch) => Promise<void>;
  onFault: (what: string, error: unknown) => void;
  maxAttempts?: number;
  /** Stops it from reading more. */
  signal: AbortSignal;
  /** Milliseconds before the attempt after this one. */
  backoff?: (attempt: number) => number;
}

interface ShardState extends Shard {
  /** Behind what was handled last. */
  position: ShardPosition;
  iterator: string | undefined;
  isDone: boolean;
}

/** About a minute in all with {@link defaultBackoff}, before a single record is parked. */
const defaultMaxAttempts = 12;
const defaultBackoff = (attempt: number) => Math.min(10_000, 100 * 2 ** (attempt - 1));

export function createStreamPoller(options: StreamPollerOptions): StreamPoller {
  const { source, checkpoints, activity, onFault, signal } = options;
  const { maxAttempts = defaultMaxAttempts, backoff = defaultBackoff } = options;
  let { definition } = options;
  const shards = new Map<string, ShardState>();
  let lastRead: Promise<unknown> = Promise.resolve();

  const save = () =>
    checkpoints.write(definition.id, {
      streamArn: source.arn,
      shards: Object.fromEntries(
        [...shards.values()].flatMap(({ id, isDone, position }): [string, string | null][] => {
          if (isDone) return [[id, null]];
          return typeof position === 'object' ? [[id, position.after]] : [];
        }),
      ),
    });

  const findShards = async (): Promise<void> => {
    const present = await source.shards();
    for (const shard of present) {
      if (shards.has(shard.id)) continue;
      shards.set(shard.id, {
        ...shard,
        position: 'beginning',
        iterator: undefined,
        isDone: false,
      });
    }
    // The stream forgets shards after a day, and so may we.
    const ids = new Set(present.map(({ id }) => id));
    for (const { id, isDone } of shards.values()) if (isDone && !ids.has(id)) shards.delete(id);
  };

  const open = async (): Promise<void> => {
    const stored = await checkpoints.read(definition.id);
    const known = stored?.streamArn === source.arn ? stored.shards : undefined;
    await findShards();
    for (const shard of shards.values()) {
      const after = known?.[shard.id];
      if (after === null) shard.isDone = true;
      else if (after !== undefined) shard.position = { after };
    }
  };

  /** Index of the first record that the function did not handle. */
  const firstFailure = async (records: DynamoDBRecord[]): Promise<number> => {
    const lambda = await options.lambda(definition);
    const result = (await invoke(lambda, { Records: records })) as
      | DynamoDBBatchResponse
      | undefined;
    const failed = (result?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
    if (failed.length === 0) return records.length;
    const index = records.findIndex(({ dynamodb }) =>
      failed.includes(dynamodb?.SequenceNumber ?? ''),
    );
    return Math.max(0, index);
  };

  const advance = async (shard: ShardState, records: DynamoDBRecord[]): Promise<void> => {
    const after = records.at(-1)?.dynamodb?.SequenceNumber;
    if (after !== undefined) shard.position = { after };
    await save();
  };

  /** Resolves when all records are handled or parked, or on `signal`. */
  const deliver = async (
    shard: ShardState,
    records: DynamoDBRecord[],
    attempt = 1,
  ): Promise<void> => {
    if (signal.aborted) return;
    let handled = 0;
    let failure: unknown;
    try {
      handled = await firstFailure(records);
    } catch (error) {
      failure = error;
      onFault(definition.id, error);
    }
    if (handled > 0) await advance(shard, records.slice(0, handled));
    const rest = records.slice(handled);
    if (rest.length === 0) return;
    if (rest.length > 1) {
      const middle = Math.ceil(rest.length / 2);
      await deliver(shard, rest.slice(0, middle));
      return deliver(shard, rest.slice(middle));
    }
    if (attempt < maxAttempts) {
      await pause(backoff(attempt), signal);
      return deliver(shard, rest, attempt + 1);
    }
    await options.park({ ...describe(source.arn, shard.id, rest, failure), attempts: attempt });
    await advance(shard, rest);
  };

  const readShard = async (shard: ShardState): Promise<number> => {
    let total = 0;
    while (!signal.aborted) {
      shard.iterator ??= await source.open(shard.id, shard.position);
      const page = await source.read(shard.iterator, definition.batchSize);
      if (page === 'expired') {
        shard.iterator = undefined;
        continue;
      }
      if (page.records.length > 0) {
        const end = activity.begin();
        try {
          await deliver(shard, page.records);
        } finally {
          end();
          // Should the rest of the page be left undone, the position tells where to go on.
          if (typeof shard.position === 'object') shard.iterator = undefined;
        }
        if (signal.aborted) return total;
        total += page.records.length;
      }
      shard.iterator = page.next;
      if (page.next === undefined) {
        shard.isDone = true;
        await save();
        await findShards();
        return total;
      }
      if (page.records.length === 0) return total;
    }
    return total;
  };

  const isReady = ({ isDone, parentId }: ShardState) =>
    !isDone && (parentId === undefined || (shards.get(parentId)?.isDone ?? true));

  const readAll = async (): Promise<number> => {
    let total = 0;
    if (shards.size === 0) await findShards();
    for (;;) {
      const ready = [...shards.values()].filter(isReady);
      const reads = await Promise.allSettled(ready.map(readShard));
      for (const read of reads) {
        if (read.status === 'rejected') throw read.reason;
        total += read.value;
      }
      // A shard that ended may have children to read.
      if (signal.aborted || !ready.some(({ isDone }) => isDone)) return total;
    }
  };

  return {
    redefine(next) {
      definition = next;
    },
    open,
    readToEnd() {
      const read = lastRead.then(readAll);
      lastRead = read.catch(() => undefined);
      return read;
    },
  };
}

function describe(
  streamArn: string,
  shardId: string,
  records: DynamoDBRecord[],
  error: unknown,
): Omit<ParkedBatch, 'attempts'> {
  return {
    shardId,
    streamArn,
    startSequenceNumber: records[0]?.dynamodb?.SequenceNumber ?? '',
    endSequenceNumber: records.at(-1)?.dynamodb?.SequenceNumber ?? '',
    batchSize: records.length,
    error: error instanceof Error ? error.message : 'the function reported the record as failed',
  };
}
