import * as z from 'zod';
import * as streams from '../../../events/streams.ts';
import { unfollowUser } from '../../../functions/sns/relations/routes.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { stackNames } from '../../../lib/local/front/accesses.ts';
import type { ServiceCall } from '../../../lib/local/front/call.ts';
import { createPermissions } from '../../../lib/local/front/permissions.ts';
import type { Needs } from '../../../lib/needs.ts';
import { contracts } from '../../../lib/tools/invocables.ts';
import { containerRequest } from '../../../lib/trace.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { type Stack, startStack } from '../../support/stack.ts';
import { testRun } from '../../support/test-run.ts';

const trace = {
  functionId: 'test.keep',
  requestId: 'request-1',
  correlationId: 'request-1',
  invocationId: 'run-1',
};

const routeThat = (needs: Needs) =>
  defineRoute({
    id: 'test.keep',
    method: 'POST',
    path: '/notes',
    summary: 'Keep',
    auth: 'public',
    responses: { 200: z.object({}) },
    errors: [],
    examples: {},
    needs,
  });

function permissionsOf(needs: Needs) {
  const permissions = createPermissions(
    stackNames({ tableName: 'notes', queuePrefix: 'notes-', bucketName: 'notes' }),
  );
  permissions.use({ routes: [routeThat(needs)], queues: [], tasks: [], streamWorkers: [] });
  return permissions;
}

type Input = ServiceCall['input'];
type Row = [operation: string, needs: Needs, input: Input];

const check = (service: ServiceCall['service'], [operation, needs, input]: Row) =>
  permissionsOf(needs).check({ service, operation, input, trace });

const TableName = 'notes';
const QueueUrl = 'http://127.0.0.1:4566/000000000000/notes-tell';
const deadLetters = 'http://127.0.0.1:4566/000000000000/notes-tell-dlq.fifo';
const everyPart = {
  TransactItems: [
    { Put: { TableName } },
    { Update: { TableName } },
    { Delete: { TableName } },
    { ConditionCheck: { TableName } },
  ],
};
const redrive: Needs = { redrive: ['tell.fifo'] };

describe('permissions for DynamoDB', () => {
  const everyAction: Needs = {
    dynamodb: ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
  };

  it.each<Row>([
    ['GetItem', { dynamodb: ['GetItem'] }, { TableName }],
    ['Query', { dynamodb: ['Query'] }, { TableName }],
    ['Query', { indexes: ['gsi1'] }, { TableName, IndexName: 'gsi1' }],
    ['BatchGetItem', { dynamodb: ['BatchGetItem'] }, { RequestItems: { notes: {} } }],
    ['BatchWriteItem', { dynamodb: ['BatchWriteItem'] }, { RequestItems: { notes: [] } }],
    ['TransactWriteItems', everyAction, everyPart],
    ['TransactGetItems', { dynamodb: ['GetItem'] }, { TransactItems: [{ Get: { TableName } }] }],
  ])('let %s pass with %j', (...row) => {
    expect(check('dynamodb', row)).toBeUndefined();
  });

  it.each<Row>([
    ['GetItem', { dynamodb: ['BatchGetItem', 'Query'] }, { TableName }],
    ['GetItem', { dynamodb: ['GetItem'] }, { TableName: 'others' }],
    ['Scan', { dynamodb: ['Query', 'GetItem'] }, { TableName }],
    ['Query', { indexes: ['gsi1'] }, { TableName }],
    ['Query', { dynamodb: ['Query'] }, { TableName, IndexName: 'gsi1' }],
    ['Query', { indexes: ['gsi1'] }, { TableName, IndexName: 'gsi2' }],
    [
      'BatchWriteItem',
      { dynamodb: ['BatchWriteItem'] },
      { RequestItems: { notes: [], others: [] } },
    ],
    ['TransactWriteItems', { dynamodb: ['PutItem', 'UpdateItem', 'DeleteItem'] }, everyPart],
    [
      'TransactWriteItems',
      everyAction,
      { TransactItems: [{ Put: { TableName } }, { Put: { TableName: 'others' } }] },
    ],
    ['ExecuteStatement', { dynamodb: ['Query', 'GetItem'] }, { Statement: 'SELECT * FROM notes' }],
  ])('refuse %s with %j', (...row) => {
    expect(check('dynamodb', row)).toMatchObject({ status: 400, code: 'AccessDeniedException' });
  });
});

describe('permissions for SQS', () => {
  it.each<Row>([
    ['SendMessage', { sqs: ['tell'] }, { QueueUrl }],
    ['SendMessageBatch', { sqs: ['tell'] }, { QueueUrl }],
    ['GetQueueUrl', { sqs: ['tell'] }, { QueueName: 'notes-tell' }],
    ['GetQueueAttributes', { queueDepth: ['tell'] }, { QueueUrl }],
    ['ReceiveMessage', redrive, { QueueUrl: deadLetters }],
    ['DeleteMessageBatch', redrive, { QueueUrl: deadLetters }],
    ['SendMessageBatch', redrive, { QueueUrl: `${QueueUrl}.fifo` }],
  ])('let %s pass with %j', (...row) => {
    expect(check('sqs', row)).toBeUndefined();
  });

  it.each<Row>([
    ['SendMessage', { sqs: ['ask'] }, { QueueUrl }],
    ['SendMessage', { queueDepth: ['tell'] }, { QueueUrl }],
    ['SendMessage', { sqs: ['tell'] }, { QueueUrl: 'http://127.0.0.1/1/others-tell' }],
    ['ReceiveMessage', { sqs: ['tell'] }, { QueueUrl }],
    ['SendMessage', redrive, { QueueUrl: deadLetters }],
    ['ReceiveMessage', redrive, { QueueUrl: `${QueueUrl}.fifo` }],
    ['PurgeQueue', { sqs: ['tell'] }, { QueueUrl }],
    ['ListQueues', { sqs: ['tell'] }, {}],
  ])('refuse %s with %j', (...row) => {
    expect(check('sqs', row)).toMatchObject({ status: 403, code: 'AccessDenied' });
  });
});

describe('permissions for SES', () => {
  it('let mail pass where it is declared, and nothing else', () => {
    const needs = { ses: ['SendEmail'] } as const;
    expect(check('ses', ['SendEmail', needs, {}])).toBeUndefined();
    const denied = { status: 403, code: 'AccessDenied' };
    expect(check('ses', ['SendRawEmail', needs, {}])).toMatchObject(denied);
    expect(check('ses', ['SendEmail', {}, {}])).toMatchObject(denied);
  });
});

describe('permissions', () => {
  const call = { service: 'dynamodb', operation: 'GetItem', input: { TableName }, trace } as const;

  it('name the function, the action and the resource', () => {
    expect(permissionsOf({}).check(call)?.message).toBe(
      'test.keep is not authorized to perform dynamodb:GetItem on table: its needs do not allow it',
    );
  });

  it('leave alone what is no function with a contract', () => {
    const { check: checked } = permissionsOf({});
    expect(checked({ ...call, trace: undefined })).toBeUndefined();
    expect(checked({ ...call, trace: { ...trace, functionId: 'test.other' } })).toBeUndefined();
  });

  it('hold for what a container reads for itself', () => {
    const { check: checked } = permissionsOf({});
    expect(checked({ ...call, trace: { ...trace, requestId: containerRequest } })).toBeDefined();
  });

  it('go by the contracts that are in use', () => {
    const permissions = permissionsOf({});
    const of = (needs: Needs) => ({
      routes: [routeThat(needs)],
      queues: [],
      tasks: [],
      streamWorkers: Object.values(streams),
    });
    permissions.use(of({ dynamodb: ['GetItem'] }));
    expect(permissions.check(call)).toBeUndefined();
    permissions.use(of({}));
    expect(permissions.check(call)).toBeDefined();
  });
});

describeInProcess('a function whose need is not declared', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
  });

  afterAll(() => stack.close());

  it('fails on the local stack', async () => {
    const world = stack.createWorld();
    const as = await world.user('kim');
    const lee = await world.user('lee');
    const unfollow = () => world.call(unfollowUser, { as, params: { userId: lee.id } });
    await world.follow(as, lee);
    expect(await unfollow()).toHaveStatus(200);
    await world.follow(as, lee);

    const permissions = createPermissions(
      stackNames({
        tableName: stack.tableName,
        queuePrefix: `${stack.tableName}-`,
        bucketName: stack.bucketName,
      }),
    );
    const needs = { dynamodb: ['BatchGetItem', 'UpdateItem'] } as const;
    permissions.use({
      ...contracts,
      routes: contracts.routes.map((route) =>
        route.id === unfollowUser.id ? { ...route, needs } : route,
      ),
    });
    const refused: unknown[] = [];
    stack.fronts.use((call) => {
      const refusal = permissions.check(call);
      if (refusal) refused.push(call.operation);
      return refusal;
    });
    expect(await unfollow()).toBeProblem('request.internal');
    expect(refused).toEqual(['TransactWriteItems']);
  });
});
