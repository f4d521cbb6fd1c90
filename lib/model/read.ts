import { setTimeout as pause } from 'node:timers/promises';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { AllTableIndexCompositeAttributes, Entity, EntityItem, Schema } from 'electrodb';
import { dynamodb } from '../aws/dynamodb.ts';
import { config } from '../config.ts';
import { AppError } from '../errors/app-error.ts';
import { dependencyUnavailable } from '../errors/request-errors.ts';
import { type TableKey, tableKey } from './table-key.ts';
import type { Item } from './write.ts';

/** One item to be read together with others. */
export interface Gettable<Data> {
  parse: (item: Item) => Data | null;
  key: TableKey;
}

/** Names one item to read together with others: `one(Posts, { postId })`. */
export function one<
  A extends string,
  F extends string,
  C extends string,
  S extends Schema<A, F, C>,
>(
  entity: Entity<A, F, C, S>,
  key: AllTableIndexCompositeAttributes<A, F, C, S>,
): Gettable<EntityItem<Entity<A, F, C, S>>> {
  return {
    parse: (item) => entity.parse({ Item: item }).data as EntityItem<Entity<A, F, C, S>> | null,
    key: tableKey(entity, key),
  };
}

/**
 * One item as it is now, or `null` where there is none. `one` reads it together with others.
 *
 * @example const post = await find(Posts, { postId });
 */
export async function find<
  A extends string,
  F extends string,
  C extends string,
  S extends Schema<A, F, C>,
>(
  entity: Entity<A, F, C, S>,
  key: AllTableIndexCompositeAttributes<A, F, C, S>,
): Promise<EntityItem<Entity<A, F, C, S>> | null> {
  const { data } = await entity.get(key).go({ consistent: true });
  return data as EntityItem<Entity<A, F, C, S>> | null;
}

type DataOf<G> = G extends Gettable<infer Data> ? Data | null : never;

const largestBatch = 100;
const maxRounds = 6;

/**
 * Reads items of any entities, 100 a request; the answer has `null` where there is none and keeps
 * the order asked for. Asking twice for one item costs one read.
 *
 * @throws AppError `request.dependency_unavailable` when DynamoDB keeps leaving keys unprocessed
 */
export async function getTogether<const Wanted extends readonly Gettable<unknown>[]>(
  wanted: Wanted,
  options: { consistent?: boolean } = {},
): Promise<{ [Index in keyof Wanted]: DataOf<Wanted[Index]> }> {
  const names = wanted.map(({ key }) => nameOf(key));
  const distinct = [...new Map(wanted.map(({ key }, index) => [names[index], key])).values()];
  const found = new Map<string, Item>();
  const batches: TableKey[][] = [];
  for (let start = 0; start < distinct.length; start += largestBatch) {
    batches.push(distinct.slice(start, start + largestBatch));
  }
  await Promise.all(
    batches.map(async (batch) => {
      for (const item of await getBatch(batch, options.consistent ?? false)) {
        found.set(nameOf(item as Item & TableKey), item);
      }
    }),
  );
  return wanted.map(({ parse }, index) => {
    const item = found.get(names[index] as string);
    return item ? parse(item) : null;
  }) as { [Index in keyof Wanted]: DataOf<Wanted[Index]> };
}

/** The length tells where the one part ends and the other begins. */
const nameOf = ({ pk, sk }: TableKey) => `${pk.length} ${pk}${sk}`;

async function getBatch(keys: TableKey[], consistent: boolean): Promise<Item[]> {
  const items: Item[] = [];
  let rest: Item[] = keys;
  for (let round = 0; rest.length > 0; round++) {
    if (round === maxRounds) {
      throw new AppError(dependencyUnavailable, { retryAfterSeconds: 1 });
    }
    if (round > 0) await pause(Math.random() * 25 * 2 ** round);
    const output = await dynamodb().send(
      new BatchGetCommand({
        RequestItems: { [config.tableName]: { Keys: rest, ConsistentRead: consistent } },
      }),
    );
    items.push(...(output.Responses?.[config.tableName] ?? []));
    rest = output.UnprocessedKeys?.[config.tableName]?.Keys ?? [];
  }
  return items;
}

type GroupsOf<Groups extends Record<string, readonly Gettable<unknown>[]>> = {
  [Name in keyof Groups]: DataOf<Groups[Name][number]>[];
};

/**
 * {@link getTogether} for lists by name.
 *
 * @example const { posts, likes } = await getGroups({ posts: ids.map(postRead), likes: [] });
 */
export async function getGroups<const Groups extends Record<string, readonly Gettable<unknown>[]>>(
  groups: Groups,
  options: { consistent?: boolean } = {},
): Promise<GroupsOf<Groups>> {
  const found: unknown[] = await getTogether(Object.values(groups).flat(), options);
  let start = 0;
  return Object.fromEntries(
    Object.entries(groups).map(([name, { length }]) => {
      const end = start + length;
      const group = found.slice(start, end);
      start = end;
      return [name, group];
    }),
  ) as GroupsOf<Groups>;
}
