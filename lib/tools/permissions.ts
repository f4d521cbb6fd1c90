import { queues } from '../../events/queues.ts';
import type { RouteDefinition } from '../http/route.ts';
import { tableDefinition } from '../model/table.ts';
import type { Needs, SecretName, TableAction } from '../needs.ts';
import { queueName } from '../queue/queue.ts';
import type { Invocable } from './invocables.ts';
import {
  type Arn,
  failureQueues,
  indexArn,
  logStreamsArn,
  mailIdentitiesArn,
  queueArn,
  secretArn,
  streamArn,
  tableArn,
} from './template-names.ts';

/** One permission of an IAM policy. */
export interface Statement {
  Effect: 'Allow';
  Action: string[];
  Resource: Arn[];
  Condition?: Record<string, Record<string, string>>;
}

/**
 * All that a function may do: what its definition declares in `needs`, and what the machinery does
 * on its behalf. Nothing else is derived anywhere.
 */
export function permissionsOf(invocable: Invocable): Statement[] {
  const needs = mergeNeeds([declaredNeeds(invocable), ...impliedNeeds(invocable)]);
  return [...ownStatements(invocable), ...statementsOf(needs)];
}

function declaredNeeds({ kind, definition }: Invocable): Needs {
  if (kind !== 'stream') return definition.needs;
  const subscribers = queues.filter(({ subscribes }) => subscribes.length > 0);
  return mergeNeeds([definition.needs ?? {}, { sqs: subscribers.map(queueName) }]);
}

/** What the machinery around a function does by itself. */
function impliedNeeds({ kind, definition }: Invocable): Needs[] {
  switch (kind) {
    case 'route':
      return routeNeeds(definition);
    case 'worker':
      // `consume` writes the record of a done message, and looks for it when the write is refused.
      return [{ dynamodb: ['GetItem', 'PutItem'] }];
    case 'task':
      // `scheduled` claims its slot by a put and ends it by an update.
      return [{ dynamodb: ['PutItem', 'UpdateItem'] }];
    case 'stream':
      // `dispatch` parks what it cannot tell, and Lambda what cannot be sent.
      return [{ sqs: [failureQueues.stream] }];
  }
}

function routeNeeds(route: RouteDefinition): Needs[] {
  const needs: Needs[] = [];
  if (route.auth !== 'public') {
    // The live revocations are one query.
    needs.push({ dynamodb: ['Query'], secrets: ['verification-keys'] });
  }
  if (route.paginated) needs.push({ secrets: ['sealing-key'] });
  if (route.idempotent) {
    needs.push({ dynamodb: ['GetItem', 'PutItem'], secrets: ['sealing-key'] });
  }
  if (route.rateLimits?.length) needs.push({ dynamodb: ['GetItem', 'PutItem', 'UpdateItem'] });
  return needs;
}

const merged = <Value extends string>(lists: readonly (readonly Value[] | undefined)[]) =>
  [...new Set(lists.flatMap((list) => list ?? []))].sort((a, b) => (a < b ? -1 : 1));

function mergeNeeds(all: readonly Needs[]): Required<Needs> {
  return {
    dynamodb: merged<TableAction>(all.map(({ dynamodb }) => dynamodb)),
    sqs: merged(all.map(({ sqs }) => sqs)),
    queueDepth: merged(all.map(({ queueDepth }) => queueDepth)),
    redrive: merged(all.map(({ redrive }) => redrive)),
    ses: merged(all.map(({ ses }) => ses)),
    secrets: merged<SecretName>(all.map(({ secrets }) => secrets)),
  };
}

/** Its own log, and what its event source asks of it. */
function ownStatements({ kind, name, definition }: Invocable): Statement[] {
  const log = allow('logs', ['CreateLogStream', 'PutLogEvents'], [logStreamsArn(name)]);
  switch (kind) {
    case 'route':
      return [log];
    case 'worker': {
      const actions = ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'];
      return [log, allow('sqs', actions, [queueArn(queueName(definition))])];
    }
    case 'task':
      return [log, allow('sqs', ['SendMessage'], [queueArn(failureQueues.tasks)])];
    case 'stream': {
      const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
      return [log, allow('dynamodb', actions, [streamArn()])];
    }
  }
}

/** Indexes can only be queried. */
function statementsOf(needs: Required<Needs>): Statement[] {
  const statements: Statement[] = [];
  const withIndexes = needs.dynamodb.filter((action) => action === 'Query');
  const tableOnly = needs.dynamodb.filter((action) => action !== 'Query');
  const indexes = tableDefinition.GlobalSecondaryIndexes.map(({ IndexName }) =>
    indexArn(IndexName),
  );
  if (tableOnly.length) statements.push(allow('dynamodb', tableOnly, [tableArn()]));
  if (withIndexes.length) {
    statements.push(allow('dynamodb', withIndexes, [tableArn(), ...indexes]));
  }
  if (needs.sqs.length) {
    statements.push(allow('sqs', ['GetQueueUrl', 'SendMessage'], needs.sqs.map(queueArn)));
  }
  if (needs.queueDepth.length) {
    const actions = ['GetQueueAttributes', 'GetQueueUrl'];
    statements.push(allow('sqs', actions, needs.queueDepth.map(queueArn)));
  }
  statements.push(...redriveStatements(needs.redrive));
  if (needs.ses.length) {
    statements.push({
      ...allow('ses', needs.ses, [mailIdentitiesArn()]),
      // In SES's sandbox the recipient's identity is asked for too, so the sender is what is fixed.
      Condition: { StringEquals: { 'ses:FromAddress': `\${param:mailFrom}` } },
    });
  }
  if (needs.secrets.length) {
    // The AWS managed key of SecureString parameters opens for whoever may read the parameter.
    statements.push(allow('ssm', ['GetParameter'], needs.secrets.map(secretArn)));
  }
  return statements;
}

function redriveStatements(names: readonly string[]): Statement[] {
  if (names.length === 0) return [];
  const deadLetters = names.map((name) => name.replace(/(\.fifo)?$/, '-dlq$1'));
  return [
    allow('sqs', ['GetQueueUrl', 'SendMessage'], names.map(queueArn)),
    allow('sqs', ['DeleteMessage', 'GetQueueUrl', 'ReceiveMessage'], deadLetters.map(queueArn)),
  ];
}

function allow(service: string, actions: readonly string[], resources: Arn[]): Statement {
  return {
    Effect: 'Allow',
    Action: actions.map((action) => `${service}:${action}`),
    Resource: resources,
  };
}
