import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describeInProcess } from '../support/describe-in-process.ts';
import { testRun } from '../support/test-run.ts';
import { type Call, prefix, sequence, tableName } from './arbitrary-calls.ts';
import { comparable, type Outcome, readRecord } from './differences.ts';
import { createEngine, type Engine } from './engine.ts';

/*
 * Random calls must be answered by the engine as Amazon's service answers them. `FUZZ_SEED` takes
 * other calls than the usual ones, `FUZZ_RUNS` other numbers of them.
 */

const seed = Number(process.env.FUZZ_SEED ?? 20_261_130);
const numRuns = Number(process.env.FUZZ_RUNS ?? 250);

const name = `differential-${randomBytes(4).toString('hex')}`;
const keyOf = (of: string) => [
  { AttributeName: `${of}pk`, KeyType: 'HASH' },
  { AttributeName: `${of}sk`, KeyType: 'RANGE' },
];
const definition = {
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'].map(
    (AttributeName) => ({ AttributeName, AttributeType: AttributeName === 'gsi2sk' ? 'N' : 'S' }),
  ),
  KeySchema: keyOf(''),
  GlobalSecondaryIndexes: [
    { IndexName: 'gsi1', KeySchema: keyOf('gsi1'), Projection: { ProjectionType: 'ALL' } },
    {
      IndexName: 'gsi2',
      KeySchema: keyOf('gsi2'),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['n', 's'] },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};

/** Does one call. */
type Service = (call: Call) => Promise<Outcome> | Outcome;

const amazons: Service = async ({ operation, input }) => {
  const version = /Stream|Shard|Records/.test(operation) ? 'DynamoDBStreams' : 'DynamoDB';
  const response = await fetch(testRun().addresses.dynamodb, {
    method: 'POST',
    headers: {
      'x-amz-target': `${version}_20120810.${operation}`,
      'content-type': 'application/x-amz-json-1.0',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: await response.json() };
};

const serviceOf =
  (engine: Engine): Service =>
  ({ operation, input }) => {
    try {
      return { status: 200, body: engine.call(operation, input) };
    } catch (error) {
      // An engine that was loaded by itself throws refusals of its own class.
      if (!(error instanceof Error) || error.name !== 'EngineRefusal') throw error;
      return error as Error & Outcome;
    }
  };

const createTable = { operation: 'CreateTable', input: definition };

/** The calls with names of their own, so that no sequence meets another. */
const placed = (calls: readonly Call[], sequenceName: string) =>
  JSON.parse(
    JSON.stringify(calls).replaceAll(prefix, sequenceName).replaceAll(tableName, name),
  ) as Call[];

interface Exchange {
  call: Call;
  expected: unknown;
}

describeInProcess("the tests' engine", () => {
  const engine = serviceOf(createEngine({ now: () => new Date() }));
  /** What Amazon's service has answered. */
  const transcript: Exchange[] = [];

  beforeAll(async () => {
    await amazons(createTable);
    await engine(createTable);
  });

  afterAll(() => amazons({ operation: 'DeleteTable', input: { TableName: name } }));

  it(`answers ${numRuns} random sequences of calls as Amazon's service does`, async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(sequence, async (calls) => {
        run += 1;
        for (const call of placed(calls, `${run}-`)) {
          const expected = comparable(await amazons(call));
          transcript.push({ call, expected });
          expect({ call, answer: comparable(await engine(call)) }).toEqual({
            call,
            answer: expected,
          });
        }
      }),
      { seed, numRuns, endOnFailure: true },
    );
  });

  it('tells of the same changes of each item in the same order', async () => {
    const expected = await changesOf(amazons);
    expect(Object.keys(expected).length).toBeGreaterThan(numRuns);
    expect(await changesOf(engine)).toEqual(expected);
  });

  it.each([
    ['the table', {}],
    ['a global index', { IndexName: 'gsi1' }],
    ['a global index with chosen attributes', { IndexName: 'gsi2' }],
  ])('scans the same items of %s, at once and by segments and pages', async (_, index) => {
    const expected = await scan(amazons, index);
    expect(expected.length).toBeGreaterThan(0);
    expect(await scan(engine, index)).toEqual(expected);
    const parts = await Promise.all(
      [0, 1, 2].map((Segment) => scan(engine, { ...index, Limit: 7, Segment, TotalSegments: 3 })),
    );
    expect(parts.flat().toSorted()).toEqual(expected);
  });

  /* Each of these engines has one fault, which the recorded calls must bring to light. */
  describe('is not taken for an engine that', () => {
    it.each<[string, fault: () => void]>([
      [
        'compares numbers as texts',
        () =>
          replace<typeof import('./numbers.ts')>('./numbers.ts', {
            compareNumbers: (left, right) => (left < right ? -1 : left > right ? 1 : 0),
          }),
      ],
      [
        'asks no conditions',
        () => {
          const { bindCondition } =
            jest.requireActual<typeof import('./conditions.ts')>('./conditions.ts');
          replace<typeof import('./conditions.ts')>('./conditions.ts', {
            bindCondition: (text, kind, binding) => {
              const isMet = bindCondition(text, kind, binding);
              return kind === 'ConditionExpression' ? () => true : isMet;
            },
          });
        },
      ],
      [
        'leaves in global indexes what is deleted',
        () => {
          const { Index } = jest.requireActual<typeof import('./index.ts')>('./index.ts');
          class Keeping extends Index {
            override replace(...[old, entry]: Parameters<typeof Index.prototype.replace>): void {
              if (this.schema.hash.name === 'pk' || entry !== undefined) super.replace(old, entry);
            }
          }
          replace<typeof import('./index.ts')>('./index.ts', { Index: Keeping });
        },
      ],
      [
        'begins a range with what it excludes',
        () => {
          const { Index } = jest.requireActual<typeof import('./index.ts')>('./index.ts');
          class Including extends Index {
            override firstAfter = this.firstNotBefore.bind(this);
          }
          replace<typeof import('./index.ts')>('./index.ts', { Index: Including });
        },
      ],
      [
        'counts each part of a transaction',
        () =>
          replace<typeof import('./capacity.ts')>('./capacity.ts', {
            withoutRepeats: (parts) => [...parts],
          }),
      ],
      [
        'takes a write without effect for a change',
        () => replace<typeof import('./values.ts')>('./values.ts', { areEqualItems: () => false }),
      ],
    ])('%s', async (_, fault) => {
      const faulty = await loadWith(fault);
      await faulty(createTable);
      expect(await findDifference(faulty, transcript)).toBeDefined();
    });

    it('has none: loaded again, it answers as before', async () => {
      const same = await loadWith(() => undefined);
      await same(createTable);
      expect(await findDifference(same, transcript)).toBeUndefined();
    });
  });
});

/** Loads an engine by itself, of modules that `fault` has replaced. */
async function loadWith(fault: () => void): Promise<Service> {
  let engine: Engine | undefined;
  await jest.isolateModulesAsync(async () => {
    fault();
    const loaded = await import('./engine.ts');
    engine = loaded.createEngine({ now: () => new Date() });
  });
  for (const path of replaced) jest.dontMock(path);
  replaced.clear();
  if (engine === undefined) throw new Error('The engine was not loaded');
  return serviceOf(engine);
}

const replaced = new Set<string>();

/** Replaces exports of a module for the engine that is loaded next. */
function replace<Module extends object>(path: string, members: Partial<Module>): void {
  replaced.add(path);
  jest.doMock(path, () => ({ ...jest.requireActual<Module>(path), ...members }));
}

async function findDifference(
  service: Service,
  transcript: readonly Exchange[],
): Promise<Exchange | undefined> {
  for (const exchange of transcript) {
    if (!isAlike(comparable(await service(exchange.call)), exchange.expected)) return exchange;
  }
  return undefined;
}

function isAlike(answer: unknown, expected: unknown): boolean {
  try {
    expect(answer).toEqual(expected);
    return true;
  } catch {
    return false;
  }
}

/** What the whole stream tells of each item. In what order it tells of two items is not promised. */
async function changesOf(service: Service): Promise<Record<string, unknown[]>> {
  const ask = async <Answer>(operation: string, input: object) =>
    (await service({ operation, input })).body as Answer;
  const { Table } = await ask<{ Table: { LatestStreamArn: string } }>('DescribeTable', {
    TableName: name,
  });
  const StreamArn = Table.LatestStreamArn;
  const { StreamDescription } = await ask<{
    StreamDescription: { Shards: { ShardId: string }[] };
  }>('DescribeStream', { StreamArn });
  const changes: Record<string, unknown[]> = {};
  for (const { ShardId } of StreamDescription.Shards) {
    const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    let { ShardIterator } = await ask<{ ShardIterator: string }>('GetShardIterator', start);
    for (;;) {
      const page = await ask<{ Records: object[]; NextShardIterator: string }>('GetRecords', {
        ShardIterator,
      });
      if (page.Records.length === 0) break;
      for (const record of page.Records) {
        const { key, change } = readRecord(record);
        changes[key] = [...(changes[key] ?? []), change];
      }
      ShardIterator = page.NextShardIterator;
    }
  }
  return changes;
}

/** All items as texts, in the order of these. */
async function scan(service: Service, input: object): Promise<string[]> {
  const items: unknown[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const outcome = await service({
      operation: 'Scan',
      input: {
        TableName: name,
        ...input,
        ...(ExclusiveStartKey !== undefined && { ExclusiveStartKey }),
      },
    });
    const page = outcome.body as { Items: unknown[]; LastEvaluatedKey?: unknown };
    items.push(
      ...(
        comparable({ status: 200, body: { Responses: { all: page.Items } } }) as {
          Responses: { all: unknown[] };
        }
      ).Responses.all,
    );
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items.map((item) => JSON.stringify(item)).toSorted();
}
