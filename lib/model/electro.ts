import './lazy-proxies.ts';
import { dynamodb } from '../aws/dynamodb.ts';
import { config } from '../config.ts';
import { entityClient } from './entity-client.ts';

/** Second argument of every `new Entity(…)`. */
export const table = {
  table: config.tableName,
  client: entityClient(dynamodb()),
};
