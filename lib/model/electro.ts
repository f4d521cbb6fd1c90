import './lazy-proxies.ts';
import {
  type AllTableIndexCompositeAttributes,
  type DeleteRecordOperationOptions,
  Entity as ElectroEntity,
  type EntityConfiguration,
  type PutItem,
  type PutRecordOperationOptions,
  type ResponseItem,
  type Schema,
} from 'electrodb';
import { dynamodb } from '../aws/dynamodb.ts';
import { config } from '../config.ts';
import { entityClient } from './entity-client.ts';
import type { Unconditional } from './write.ts';

/** Where every entity is kept; see `entity.ts`. */
export const table = {
  table: config.tableName,
  client: entityClient(dynamodb()),
};

interface UnconditionalWrites<
  A extends string,
  F extends string,
  C extends string,
  S extends Schema<A, F, C>,
> {
  put(
    record: PutItem<A, F, C, S>,
  ): PutRecordOperationOptions<A, F, C, S, ResponseItem<A, F, C, S>> & Unconditional;
  delete(
    key: AllTableIndexCompositeAttributes<A, F, C, S>,
  ): DeleteRecordOperationOptions<A, F, C, S, ResponseItem<A, F, C, S>> & Unconditional;
}

/** An entity of ElectroDB whose puts and deletes say by their type that they always apply. */
export type Entity<
  A extends string,
  F extends string,
  C extends string,
  S extends Schema<A, F, C>,
> = UnconditionalWrites<A, F, C, S> & ElectroEntity<A, F, C, S>;

export const Entity = ElectroEntity as unknown as new <
  A extends string,
  F extends string,
  C extends string,
  S extends Schema<A, F, C>,
>(
  schema: S,
  config?: EntityConfiguration,
) => Entity<A, F, C, S>;
