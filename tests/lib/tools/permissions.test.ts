import * as z from 'zod';
import { defineTask } from '../../../lib/cron/task.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import type { Invocable } from '../../../lib/invocables.ts';
import { defineMessage } from '../../../lib/queue/message.ts';
import { defineQueue } from '../../../lib/queue/queue.ts';
import { logStatement, permissionsOf } from '../../../lib/tools/permissions.ts';

const common = { domain: 'sns', name: 'sns-do-it', module: 'functions/sns/do-it' };
const log = 'logs:CreateLogStream logs:PutLogEvents on log-group:/aws/lambda/moa-dev-sns-do-it:*';

/** Each permission as `actions on resources`, without region and account. */
const permissions = (invocable: Invocable) =>
  [logStatement([invocable.name]), ...permissionsOf(invocable)].map(({ Action, Resource }) => {
    const names = Resource.map((arn) =>
      String(Object.values(arn)[0])
        .replace(/^arn:\S+AccountId}:/, '')
        .replaceAll(`\${sls:stage}`, 'dev'),
    );
    return `${Action.join(' ')} on ${names.join(' ')}`;
  });

const route = {
  id: 'sns.doIt',
  method: 'POST',
  path: '/v1/it',
  summary: 'Do it',
  auth: 'public',
  responses: { 204: { description: 'Done' } },
  errors: [],
  examples: {},
  needs: {},
} as const;

const asked = defineMessage({ type: 'it.asked', version: 1, data: z.object({}) });

const worker = {
  summary: 'Do it',
  subscribes: [],
  accepts: [],
  timeoutSeconds: 30,
  batchSize: 5,
  outsideEffect: 'none',
  needs: {},
} as const;

const ofRoute = (more: object) =>
  permissions({ ...common, kind: 'route', definition: defineRoute({ ...route, ...more }) });

describe('permissionsOf', () => {
  it('gives a public route its log and no more', () => {
    expect(ofRoute({})).toEqual([log]);
  });

  it('lets a route with credentials read revocations, API keys and public keys', () => {
    const scopes = ['posts:read'];
    for (const auth of ['user', 'optional', { scopes }, { role: 'admin' }]) {
      expect(ofRoute({ auth })).toEqual([
        log,
        'dynamodb:GetItem dynamodb:Query dynamodb:UpdateItem on table/moa-dev-table',
        'ssm:GetParameter on parameter/moa/dev/verification-keys',
      ]);
    }
    expect(ofRoute({ auth: { scopes, credential: 'session' } })).toContain(
      'dynamodb:GetItem dynamodb:Query on table/moa-dev-table',
    );
  });

  it('lets a list open and seal its cursors', () => {
    expect(ofRoute({ paginated: true })).toEqual([
      log,
      'ssm:GetParameter on parameter/moa/dev/sealing-key',
    ]);
  });

  it('lets an idempotent route keep its outcome', () => {
    expect(ofRoute({ idempotent: true })).toEqual([
      log,
      'dynamodb:GetItem dynamodb:PutItem on table/moa-dev-table',
      'ssm:GetParameter on parameter/moa/dev/sealing-key',
    ]);
  });

  it('lets a limited route draw from its buckets', () => {
    const rateLimits = [{ name: 'it', by: 'source', perMinute: 5, burst: 5 }];
    expect(ofRoute({ rateLimits })).toEqual([
      log,
      'dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem on table/moa-dev-table',
    ]);
  });

  it('adds what a route declares, each action once', () => {
    const needs = {
      dynamodb: ['Query', 'PutItem'],
      indexes: ['gsi2'],
      sqs: ['fan-out-post'],
      queueDepth: ['purge-post'],
      redrive: ['reconcile-follow.fifo'],
      secrets: ['sealing-key'],
    };
    expect(ofRoute({ idempotent: true, needs })).toEqual([
      log,
      'dynamodb:GetItem dynamodb:PutItem dynamodb:Query on table/moa-dev-table',
      'dynamodb:Query on table/moa-dev-table/index/gsi2',
      'sqs:GetQueueUrl sqs:SendMessage on moa-dev-fan-out-post',
      'sqs:GetQueueAttributes sqs:GetQueueUrl on moa-dev-purge-post',
      'sqs:GetQueueUrl sqs:SendMessage on moa-dev-reconcile-follow.fifo',
      'sqs:DeleteMessage sqs:GetQueueUrl sqs:ReceiveMessage on moa-dev-reconcile-follow-dlq.fifo',
      'ssm:GetParameter on parameter/moa/dev/sealing-key',
    ]);
  });

  it('lets mail go out from the one sender', () => {
    const needs = { ses: ['SendEmail'] } as const;
    const definition = defineRoute({ ...route, needs });
    const [mail] = permissionsOf({ ...common, kind: 'route', definition });
    expect(mail).toMatchObject({
      Action: ['ses:SendEmail'],
      Condition: { StringEquals: { 'ses:FromAddress': `\${param:mailFrom}` } },
    });
  });

  it('lets a worker take from its queue', () => {
    const definition = defineQueue({ ...worker, id: 'sns.doIt', accepts: [asked] });
    expect(permissions({ ...common, kind: 'worker', definition })).toEqual([
      log,
      'sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on moa-dev-do-it',
    ]);
  });

  it('lets a task claim its slot and park what fails', () => {
    const definition = defineTask({
      id: 'sns.doIt',
      summary: 'Do it',
      schedule: 'rate(1 minute)',
      zone: 'UTC',
      timeoutSeconds: 30,
      needs: {},
    });
    expect(permissions({ ...common, kind: 'task', definition })).toEqual([
      log,
      'sqs:SendMessage on moa-dev-scheduled-tasks-dlq',
      'dynamodb:PutItem dynamodb:UpdateItem on table/moa-dev-table',
    ]);
  });

  it('lets the dispatcher read the stream, tell every queue that subscribed, and park the rest', () => {
    const definition = {
      id: 'sns.doIt',
      summary: 'Do it',
      timeoutSeconds: 60,
      batchSize: 100,
    } as const;
    const queues = [
      defineQueue({ ...worker, id: 'sns.hearIt', subscribes: [asked] }),
      defineQueue({ ...worker, id: 'sns.waitForIt', accepts: [asked] }),
    ];
    const invocable = { ...common, kind: 'stream', definition, queues } as const;
    const [, stream, send] = permissions(invocable);
    expect(stream).toMatch(/^dynamodb:DescribeStream .* on moa-dev-table-stream-arn$/);
    expect(send).toBe('sqs:GetQueueUrl sqs:SendMessage on moa-dev-do-it-dlq moa-dev-hear-it');
  });
});
