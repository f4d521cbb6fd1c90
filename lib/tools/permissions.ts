import { type Grant, grantsOf, needsOf, type Resource } from '../grants.ts';
import type { Invocable } from '../invocables.ts';
import { queueName } from '../queue/queue.ts';
import {
  type Arn,
  bucketArn,
  failureQueues,
  indexArn,
  logStreamsArn,
  mailIdentitiesArn,
  objectsArn,
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

/** All that a function may do but write its log. Nothing else is derived anywhere. */
export function permissionsOf(invocable: Invocable): Statement[] {
  return [...sourceStatements(invocable), ...grantsOf(needsOf(invocable)).map(statementOf)];
}

/** That functions may write their logs. */
export const logStatement = (names: readonly string[]): Statement =>
  allow('logs', ['CreateLogStream', 'PutLogEvents'], names.map(logStreamsArn));

/** What its event source asks of a function. */
function sourceStatements({ kind, definition }: Invocable): Statement[] {
  switch (kind) {
    case 'route':
      return [];
    case 'worker': {
      const actions = ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'];
      return [allow('sqs', actions, [queueArn(queueName(definition))])];
    }
    case 'task':
      return [allow('sqs', ['SendMessage'], [queueArn(failureQueues.tasks)])];
    case 'stream': {
      const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
      return [allow('dynamodb', actions, [streamArn()])];
    }
  }
}

function statementOf({ service, actions, resources }: Grant): Statement {
  const statement = allow(service, actions, resources.map(arnOf));
  if (service !== 'ses') return statement;
  // In SES's sandbox the recipient's identity is asked for too, so the sender is what is fixed.
  return {
    ...statement,
    Condition: { StringEquals: { 'ses:FromAddress': `\${param:mailFrom}` } },
  };
}

/** The AWS managed key of SecureString parameters opens for whoever may read the parameter. */
function arnOf(resource: Resource): Arn {
  switch (resource.kind) {
    case 'table':
      return tableArn();
    case 'index':
      return indexArn(resource.name);
    case 'queue':
      return queueArn(resource.name);
    case 'bucket':
      return bucketArn();
    case 'objects':
      return objectsArn(resource.name);
    case 'mailIdentities':
      return mailIdentitiesArn();
    case 'secret':
      return secretArn(resource.name);
  }
}

function allow(service: string, actions: readonly string[], resources: Arn[]): Statement {
  return {
    Effect: 'Allow',
    Action: actions.map((action) => `${service}:${action}`),
    Resource: resources,
  };
}
