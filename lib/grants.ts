import { memberAuthOf, requiredCredential } from './auth/route-auth.ts';
import { type RouteDefinition, rateLimitsOf } from './http/route.ts';
import type { Invocable } from './invocables.ts';
import type { IndexName } from './model/table.ts';
import type { Needs, ObjectAction, ObjectFolder, TableAction } from './needs.ts';
import { deadLetterQueueName, deadLettersOf, queueName } from './queue/queue.ts';
import type { SecretName } from './secrets.ts';

/** What a function is allowed to use; names are those without stage and prefix. */
export type Resource =
  | { kind: 'table' }
  | { kind: 'index'; name: IndexName }
  | { kind: 'queue'; name: string }
  | { kind: 'bucket' }
  | { kind: 'objects'; name: ObjectFolder }
  | { kind: 'mailIdentities' }
  | { kind: 'secret'; name: SecretName };

/** Actions of one service, each allowed on each of the resources. */
export interface Grant {
  service: 'dynamodb' | 'sqs' | 's3' | 'ses' | 'ssm';
  actions: readonly string[];
  resources: readonly Resource[];
}

/**
 * All that a function needs: what its definition declares, and what the machinery does on its
 * behalf. Its role and the local stack both go by this.
 */
export function needsOf(invocable: Invocable): Required<Needs> {
  return mergeNeeds([declaredNeedsOf(invocable), ...impliedNeeds(invocable)]);
}

/** What a function's definition says it needs; of a stream's reader, the queues that subscribe. */
export function declaredNeedsOf(invocable: Invocable): Required<Needs> {
  if (invocable.kind !== 'stream') return mergeNeeds([invocable.definition.needs]);
  const subscribers = invocable.queues.filter(({ subscribes }) => subscribes.length > 0);
  return mergeNeeds([invocable.definition.needs ?? {}, { sqs: subscribers.map(queueName) }]);
}

/** What the machinery around a function does by itself. */
function impliedNeeds({ kind, definition }: Invocable): Needs[] {
  switch (kind) {
    case 'route':
      return routeNeeds(definition);
    case 'worker':
      return [];
    case 'task':
      // `scheduled` claims its slot by a put and ends it by an update.
      return [{ dynamodb: ['PutItem', 'UpdateItem'] }];
    case 'stream':
      // `dispatch` parks what it cannot tell, and Lambda what cannot be sent.
      return [{ sqs: [deadLetterQueueName(definition)] }];
  }
}

function routeNeeds(route: RouteDefinition): Needs[] {
  const needs: Needs[] = [];
  if (route.auth !== 'public') needs.push({ secrets: ['verification-keys'] });
  if (route.auth !== 'public' && route.auth !== 'otp') {
    // The live revocations are one query; an API key and its owner are read.
    needs.push({ dynamodb: ['Query', 'GetItem'] });
    // When a key was last used is kept.
    if (requiredCredential(route.auth) !== 'session') needs.push({ dynamodb: ['UpdateItem'] });
  }
  // The membership is read, and with it the company of who changes something.
  if (memberAuthOf(route.auth) && route.method !== 'GET')
    needs.push({ dynamodb: ['BatchGetItem'] });
  if (route.paginated) needs.push({ secrets: ['sealing-key'] });
  if (route.idempotent) {
    needs.push({ dynamodb: ['GetItem', 'PutItem'], secrets: ['sealing-key'] });
  }
  if (rateLimitsOf(route).some(({ perContainer }) => !perContainer))
    needs.push({ dynamodb: ['GetItem', 'PutItem', 'UpdateItem'] });
  return needs;
}

const merged = <Value extends string>(lists: readonly (readonly Value[] | undefined)[]) =>
  [...new Set(lists.flatMap((list) => list ?? []))].sort((a, b) => (a < b ? -1 : 1));

function mergeNeeds(all: readonly Needs[]): Required<Needs> {
  return {
    dynamodb: merged<TableAction>(all.map(({ dynamodb }) => dynamodb)),
    indexes: merged<IndexName>(all.map(({ indexes }) => indexes)),
    sqs: merged(all.map(({ sqs }) => sqs)),
    queueDepth: merged(all.map(({ queueDepth }) => queueDepth)),
    redrive: merged(all.map(({ redrive }) => redrive)),
    objects: mergedObjects(all),
    bucket: merged(all.map(({ bucket }) => bucket)),
    ses: merged(all.map(({ ses }) => ses)),
    secrets: merged<SecretName>(all.map(({ secrets }) => secrets)),
  };
}

function mergedObjects(all: readonly Needs[]): NonNullable<Needs['objects']> {
  const folders = merged<ObjectFolder>(
    all.map(({ objects = {} }) => Object.keys(objects) as ObjectFolder[]),
  );
  return Object.fromEntries(
    folders.map((folder) => [
      folder,
      merged<ObjectAction>(all.map(({ objects }) => objects?.[folder])),
    ]),
  );
}

const queue = (name: string): Resource => ({ kind: 'queue', name });

/** What must be allowed to a function that needs this. */
export function grantsOf(needs: Required<Needs>): Grant[] {
  const deadLetters = needs.redrive.map(deadLettersOf);
  const folders = Object.entries(needs.objects) as [ObjectFolder, readonly ObjectAction[]][];
  const reads = folders.some(([, actions]) => actions.includes('GetObject'));
  const grants: Grant[] = [
    { service: 'dynamodb', actions: needs.dynamodb, resources: [{ kind: 'table' }] },
    {
      service: 'dynamodb',
      actions: ['Query'],
      resources: needs.indexes.map((name) => ({ kind: 'index', name })),
    },
    { service: 'sqs', actions: ['GetQueueUrl', 'SendMessage'], resources: needs.sqs.map(queue) },
    {
      service: 'sqs',
      actions: ['GetQueueAttributes', 'GetQueueUrl'],
      resources: needs.queueDepth.map(queue),
    },
    {
      service: 'sqs',
      actions: ['GetQueueUrl', 'SendMessage'],
      resources: needs.redrive.map(queue),
    },
    {
      service: 'sqs',
      actions: ['DeleteMessage', 'GetQueueUrl', 'ReceiveMessage'],
      resources: deadLetters.map(queue),
    },
    ...folders.map(
      ([name, actions]): Grant => ({
        service: 's3',
        actions,
        resources: [{ kind: 'objects', name }],
      }),
    ),
    {
      service: 's3',
      // Without it a missing object is refused like a forbidden one.
      actions: merged([needs.bucket, reads ? ['ListBucket'] : []]),
      resources: [{ kind: 'bucket' }],
    },
    { service: 'ses', actions: needs.ses, resources: [{ kind: 'mailIdentities' }] },
    {
      service: 'ssm',
      actions: ['GetParameter'],
      resources: needs.secrets.map((name) => ({ kind: 'secret', name })),
    },
  ];
  return grants.filter(({ actions, resources }) => actions.length > 0 && resources.length > 0);
}
