import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { createActivity } from '../../../lib/local/activity.ts';
import {
  type CheckpointStore,
  fileCheckpoints,
  memoryCheckpoints,
} from '../../../lib/local/checkpoints.ts';
import { createStreamPoller, type ParkedBatch } from '../../../lib/local/stream-poller.ts';
import type { Shard, StreamSource } from '../../../lib/local/stream-source.ts';

const definition = {
  id: 'test.read',
  summary: 'Test',
  timeoutSeconds: 5,
  batchSize: 4,
} as const;

interface TestShard extends Shard {
  records: DynamoDBRecord[];
  isClosed: boolean;
}

/** A stream in memory; its iterators are `<shard>:<index>` and expire when told. */
function createStream(arn = 'arn:test') {
  const shards: TestShard[] = [];
  const expired = new Set<string>();
  let sequence = 0;
  const shardOf = (id: string) => {
    const shard = shards.find((candidate) => candidate.id === id);
    if (!shard) throw new Error(`No shard ${id}`);
    return shard;
  };
  const source: StreamSource = {
    arn,
    shards: async () => shards.map(({ id, parentId }) => ({ id, parentId })),
    open: async (id, position) => {
      const { records } = shardOf(id);
      if (position === 'beginning') return `${id}:0`;
      const index = records.findIndex(
        ({ dynamodb }) => dynamodb?.SequenceNumber === position.after,
      );
      return `${id}:${index + 1}`;
    },
    read: async (iterator, limit) => {
      if (expired.delete(iterator)) return 'expired';
      const [id = '', start = ''] = iterator.split(':');
      const { records, isClosed } = shardOf(id);
      const end = Math.min(Number(start) + limit, records.length);
      const isOver = isClosed && end === records.length;
      return {
        records: records.slice(Number(start), end),
        next: isOver ? undefined : `${id}:${end}`,
      };
    },
  };
  return {
    source,
    expired,
    addShard(id: string, parentId?: string) {
      shards.push({ id, parentId, records: [], isClosed: false });
    },
    close(id: string) {
      shardOf(id).isClosed = true;
    },
    write(id: string, ...names: string[]) {
      for (const name of names) {
        sequence += 1;
        const SequenceNumber = String(sequence).padStart(5, '0');
        shardOf(id).records.push({ eventID: name, dynamodb: { SequenceNumber } });
      }
    },
  };
}

interface Reader {
  batches: string[][];
  parked: ParkedBatch[];
  read(): Promise<number>;
}

/** `refuse` says which records the function does not take, `throws` which make it throw. */
async function openReader(
  source: StreamSource,
  {
    checkpoints = memoryCheckpoints(),
    refuse = () => false,
    throws = () => false,
  }: {
    checkpoints?: CheckpointStore;
    refuse?: (name: string) => boolean;
    throws?: (name: string) => boolean;
  } = {},
): Promise<Reader> {
  const batches: string[][] = [];
  const parked: ParkedBatch[] = [];
  const handler = async (event: unknown) => {
    const { Records } = event as DynamoDBStreamEvent;
    const names = Records.map(({ eventID }) => String(eventID));
    if (names.some(throws)) throw new Error('refused');
    const index = names.findIndex(refuse);
    batches.push(index < 0 ? names : names.slice(0, index));
    const itemIdentifier = Records[index]?.dynamodb?.SequenceNumber ?? '';
    return { batchItemFailures: index < 0 ? [] : [{ itemIdentifier }] };
  };
  const poller = createStreamPoller({
    source,
    definition,
    lambda: async () => ({ name: 'test', timeoutSeconds: 5, memoryMb: 128, handler }),
    checkpoints,
    activity: createActivity(),
    park: async (batch) => {
      parked.push(batch);
    },
    onFault: () => undefined,
    signal: new AbortController().signal,
    maxAttempts: 3,
    backoff: () => 0,
  });
  await poller.open();
  return { batches, parked, read: () => poller.readToEnd() };
}

describe('the reader of a stream', () => {
  it('hands over all records in order, in batches', async () => {
    const stream = createStream();
    stream.addShard('s1');
    stream.write('s1', 'a', 'b', 'c', 'd', 'e');
    const reader = await openReader(stream.source);
    expect(await reader.read()).toBe(5);
    expect(reader.batches).toEqual([['a', 'b', 'c', 'd'], ['e']]);
    expect(await reader.read()).toBe(0);
    stream.write('s1', 'f');
    expect(await reader.read()).toBe(1);
    expect(reader.batches.at(-1)).toEqual(['f']);
  });

  it('goes on where the one before it ended, through a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'moa-checkpoints-'));
    const file = join(folder, 'checkpoints.json');
    const stream = createStream();
    stream.addShard('s1');
    stream.write('s1', 'a', 'b');
    const first = await openReader(stream.source, { checkpoints: fileCheckpoints(file) });
    await first.read();
    stream.write('s1', 'c');
    const second = await openReader(stream.source, { checkpoints: fileCheckpoints(file) });
    await second.read();
    expect(second.batches).toEqual([['c']]);
    await rm(folder, { recursive: true });
  });

  it('reads all again when the file was cut off, and when the stream is another', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'moa-checkpoints-'));
    const file = join(folder, 'checkpoints.json');
    await writeFile(file, '{"test.read":{"streamAr');
    const checkpoints = fileCheckpoints(file);
    for (const arn of ['arn:one', 'arn:two']) {
      const stream = createStream(arn);
      stream.addShard('s1');
      stream.write('s1', 'a');
      const reader = await openReader(stream.source, { checkpoints });
      await reader.read();
      expect(reader.batches).toEqual([['a']]);
    }
    await rm(folder, { recursive: true });
  });

  it('keeps its position while a batch is half done', async () => {
    const checkpoints = memoryCheckpoints();
    const stream = createStream();
    stream.addShard('s1');
    stream.write('s1', 'a', 'b', 'c');
    const dying = await openReader(stream.source, {
      checkpoints,
      throws: (name) => name === 'c',
    });
    const positions: unknown[] = [];
    const { write } = checkpoints;
    checkpoints.write = async (worker, checkpoint) => {
      positions.push(checkpoint.shards.s1);
      await write(worker, checkpoint);
    };
    await dying.read();
    expect(positions).toEqual(['00002', '00003']);
  });

  it('reads the children of a shard after it has ended', async () => {
    const checkpoints = memoryCheckpoints();
    const stream = createStream();
    stream.addShard('s1');
    stream.addShard('s2', 's1');
    stream.write('s2', 'd');
    stream.write('s1', 'a', 'b', 'c');
    const early = await openReader(stream.source, { checkpoints });
    await early.read();
    expect(early.batches.flat()).toEqual(['a', 'b', 'c']);
    stream.close('s1');
    await early.read();
    expect(early.batches.flat()).toEqual(['a', 'b', 'c', 'd']);
    stream.close('s2');
    stream.addShard('s3', 's2');
    stream.write('s3', 'e');
    const late = await openReader(stream.source, { checkpoints });
    await late.read();
    expect(late.batches.flat()).toEqual(['e']);
  });

  it('opens an iterator anew when it has expired', async () => {
    const stream = createStream();
    stream.addShard('s1');
    stream.write('s1', 'a');
    const reader = await openReader(stream.source);
    await reader.read();
    stream.expired.add('s1:1');
    stream.write('s1', 'b');
    await reader.read();
    expect(reader.batches).toEqual([['a'], ['b']]);
  });

  it('goes on from the record that the function names', async () => {
    const stream = createStream();
    stream.addShard('s1');
    stream.write('s1', 'a', 'b', 'c', 'd');
    let refusals = 1;
    const reader = await openReader(stream.source, {
      refuse: (name) => name === 'c' && refusals-- > 0,
    });
    await reader.read();
    expect(reader.batches.flat()).toEqual(['a', 'b', 'c', 'd']);
    expect(reader.parked).toEqual([]);
  });

  it('halves what fails, parks the record that goes on failing and loses no other', async () => {
    const stream = createStream();
    stream.addShard('s1');
    stream.write('s1', 'a', 'b', 'poison', 'd', 'e');
    const reader = await openReader(stream.source, { throws: (name) => name === 'poison' });
    await reader.read();
    expect(reader.batches.flat()).toEqual(['a', 'b', 'd', 'e']);
    expect(reader.parked).toEqual([
      {
        streamArn: 'arn:test',
        shardId: 's1',
        startSequenceNumber: '00003',
        endSequenceNumber: '00003',
        batchSize: 1,
        attempts: 3,
        error: 'refused',
      },
    ]);
  });
});
