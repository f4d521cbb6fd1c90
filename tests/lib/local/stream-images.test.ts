import { globSync } from 'node:fs';
import { join } from 'node:path';
import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { Entity } from 'electrodb';
import { openStream, type StreamSource } from '../../../lib/local/stream-source.ts';
import { ensureTable } from '../../../lib/local/table.ts';
import type { Item } from '../../../lib/model/write.ts';
import { changeRules } from '../../../lib/registry/changes.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { type Stack, startStack } from '../../support/stack.ts';

interface Attribute {
  type?: unknown;
  /** Its name in the table, where that is another. */
  field?: string;
}

interface EntitySchema {
  model: { entity: string };
  attributes: Record<string, Attribute>;
}

/** Sets are never empty in DynamoDB: an empty one is not stored. */
const examples: Readonly<Record<string, unknown>> = {
  string: 'a',
  number: 1,
  boolean: true,
  set: new Set(['a']),
  map: {},
  list: [],
  any: {},
};

const exampleOf = ({ type }: Attribute): unknown =>
  Array.isArray(type) ? type[0] : examples[String(type)];

async function readEntities(): Promise<EntitySchema[]> {
  const root = join(__dirname, '../../..');
  const modules = await Promise.all(
    globSync('lib/**/*.entity.ts', { cwd: root }).map(
      (path) => import(join(root, path)) as Promise<Record<string, unknown>>,
    ),
  );
  return modules
    .flatMap((module) => Object.values(module))
    .filter((value) => value instanceof Entity)
    .map(({ schema }) => schema as EntitySchema);
}

async function readAll(source: StreamSource): Promise<DynamoDBRecord[]> {
  const records: DynamoDBRecord[] = [];
  for (const { id } of await source.shards()) {
    let iterator: string | undefined = await source.open(id, 'beginning');
    while (iterator !== undefined) {
      const page = await source.read(iterator, 100);
      if (page === 'expired') throw new Error('The iterator has expired');
      if (page.records.length === 0) break;
      records.push(...page.records);
      iterator = page.next;
    }
  }
  return records;
}

const imageOf = (image: object | undefined): Item | undefined =>
  image && unmarshall(image as Record<string, AttributeValue>);

const nested = { empty: {}, list: [{}, [], { deep: {} }] };

describeInProcess('the stream of the local table', () => {
  let stack: Stack;
  let told: Map<unknown, Item | undefined>;
  let items: Item[];

  beforeAll(async () => {
    stack = await startStack();
    const { clients, tableName } = stack;
    items = (await readEntities()).map(({ model, attributes }, index) => ({
      ...Object.fromEntries(
        Object.entries(attributes).map(([name, attribute]) => [
          attribute.field ?? name,
          exampleOf(attribute),
        ]),
      ),
      nested,
      pk: `item-${index}`,
      sk: model.entity,
      __edb_e__: model.entity,
      __edb_v__: '1',
    }));
    for (const item of items) {
      await clients.dynamodb.send(
        new PutItemCommand({ TableName: tableName, Item: marshall(item) }),
      );
    }
    const source = openStream(clients.streams, await ensureTable(clients.dynamodb, tableName));
    const images = (await readAll(source)).map(({ dynamodb }) => imageOf(dynamodb?.NewImage));
    told = new Map(images.map((image) => [image?.pk, image]));
  }, 90_000);

  afterAll(() => stack.close());

  it('tells every entity as it was written, with empty maps and lists in it', () => {
    expect(items.length).toBeGreaterThan(40);
    expect([...told.values()]).toEqual(items);
  });

  it('has every rule tell the events of such an item', () => {
    for (const rule of changeRules) {
      const item = items.find(({ __edb_e__ }) => __edb_e__ === rule.entityName);
      const events = (image: Item | undefined) => rule.toEvents(undefined, image);
      expect(events(told.get(item?.pk))).toEqual(events(item));
    }
  });
});
