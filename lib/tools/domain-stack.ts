import { createHash } from 'node:crypto';
import { methodsOf, type RouteDefinition } from '../http/route.ts';
import type { Invocable } from '../invocables.ts';
import { queueName } from '../queue/queue.ts';
import { carriedFolders } from './carried-packages.ts';
import { invocables } from './invocables.ts';
import { logStatement, permissionsOf, type Statement } from './permissions.ts';
import {
  deploymentBucketOutput,
  exportNames,
  failureQueues,
  functionArn,
  joinedQueueArn,
  logicalId,
  prefix,
  queueArn,
} from './template-names.ts';

const defaultMemoryMb = 256;
const defaultRouteSeconds = 10;

/** The scheduler's own word for the time for which a run was planned. */
const scheduledInput = JSON.stringify({ scheduledTime: '<aws.scheduler.scheduled-time>' });

/** What `functions/<domain>/functions.yml` says: the functions of a domain and their resources. */
export function domainStack(domain: string) {
  const own = invocables.filter((invocable) => invocable.domain === domain);
  const tasks = own.filter(({ kind }) => kind === 'task');
  const roles = rolesOf(own);
  const roleIdOf = (invocable: Invocable) =>
    roles.find(({ members }) => members.includes(invocable))?.id ?? '';
  return {
    functions: Object.fromEntries(
      own.map((invocable) => [invocable.name, functionOf(invocable, roleIdOf(invocable))]),
    ),
    resources: {
      Resources: {
        ...Object.fromEntries(roles.map(({ id, members }) => [id, roleOf(members)])),
        ...Object.fromEntries(
          tasks.map((task) => [`${logicalId(task.name)}Schedule`, scheduleOf(task)]),
        ),
        ...(tasks.length > 0 && { SchedulerRole: schedulerRole(tasks) }),
      },
      Outputs: deploymentBucketOutput(domain),
    },
  };
}

interface Role {
  id: string;
  members: readonly Invocable[];
}

/** Logs of so many functions fit into a policy, which takes 10,240 characters. */
const mostMembers = 40;

/**
 * The roles of a domain's functions: one for those that may do the same, since an account has 1,000
 * roles. It is named by what it allows, so that it stays when functions come and go.
 */
function rolesOf(own: readonly Invocable[]): Role[] {
  const groups = Map.groupBy(own, (invocable) => JSON.stringify(permissionsOf(invocable)));
  return [...groups].flatMap(([allowed, all]) => {
    const [first] = all;
    if (first && all.length === 1) return [{ id: `${logicalId(first.name)}Role`, members: all }];
    const digest = createHash('sha256').update(allowed).digest('hex').slice(0, 8).toUpperCase();
    const parts = Array.from({ length: Math.ceil(all.length / mostMembers) }, (_, part) =>
      all.slice(part * mostMembers, (part + 1) * mostMembers),
    );
    return parts.map((members, part) => ({ id: `Shared${digest}Role${part || ''}`, members }));
  });
}

function functionOf(invocable: Invocable, role: string) {
  const { kind, definition } = invocable;
  const files = kind === 'route' ? definition.files : carriedBy(invocable);
  return {
    handler: `${invocable.module}.handler`,
    description: definition.summary,
    timeout: definition.timeoutSeconds ?? defaultRouteSeconds,
    memorySize: ('memoryMb' in definition && definition.memoryMb) || defaultMemoryMb,
    role,
    ...(files?.length && { package: { patterns: files } }),
    ...triggersOf(invocable),
  };
}

function carriedBy({ kind, definition }: Invocable): string[] {
  const packages = kind === 'worker' ? (definition.packages ?? []) : [];
  return carriedFolders(packages).map((folder) => `${folder}/**`);
}

function triggersOf({ kind, definition }: Invocable) {
  switch (kind) {
    case 'route':
      return { events: httpEvents(definition) };
    case 'worker':
      return {
        events: [
          {
            sqs: {
              arn: joinedQueueArn(queueName(definition)),
              batchSize: definition.batchSize,
              functionResponseType: 'ReportBatchItemFailures',
              ...(definition.maxConcurrency && { maximumConcurrency: definition.maxConcurrency }),
            },
          },
        ],
      };
    case 'task':
      // The scheduler hands the run over to Lambda, which repeats what fails.
      return {
        maximumRetryAttempts: 2,
        maximumEventAge: 3600,
        destinations: {
          onFailure: { type: 'sqs', arn: joinedQueueArn(failureQueues.tasks) },
        },
      };
    case 'stream':
      return {
        events: [
          {
            stream: {
              type: 'dynamodb',
              arn: { 'Fn::ImportValue': exportNames.tableStreamArn },
              startingPosition: 'TRIM_HORIZON',
              batchSize: definition.batchSize,
              bisectBatchOnFunctionError: true,
              // Through an outage of half a day, within the 24 hours that the stream keeps.
              maximumRetryAttempts: 1000,
              maximumRecordAgeInSeconds: 12 * 3600,
              functionResponseType: 'ReportBatchItemFailures',
              destinations: {
                onFailure: { type: 'sqs', arn: joinedQueueArn(failureQueues.stream) },
              },
            },
          },
        ],
      };
  }
}

function httpEvents(route: RouteDefinition) {
  const { path } = route;
  if (path === '$default') return [{ httpApi: '*' }];
  return methodsOf(route).map((method) => ({ httpApi: { method, path } }));
}

function roleOf(members: readonly Invocable[]) {
  const [first] = members;
  const statements = [
    logStatement(members.map(({ name }) => name)),
    ...(first ? permissionsOf(first) : []),
  ];
  return role('lambda.amazonaws.com', statements, {
    ManagedPolicyArns: `\${self:custom.tracingPolicies.\${param:tracing}}`,
  });
}

function scheduleOf(task: Invocable) {
  const { name, kind, definition } = task;
  if (kind !== 'task') throw new Error(`${name} has no schedule`);
  return {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      Name: `${prefix}-${name}`,
      Description: definition.summary,
      ScheduleExpression: definition.schedule,
      ScheduleExpressionTimezone: definition.zone,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: { 'Fn::GetAtt': [functionId(name), 'Arn'] },
        RoleArn: { 'Fn::GetAtt': ['SchedulerRole', 'Arn'] },
        Input: scheduledInput,
        RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3600 },
        DeadLetterConfig: { Arn: queueArn(failureQueues.tasks) },
      },
    },
  };
}

function schedulerRole(tasks: readonly Invocable[]) {
  return role('scheduler.amazonaws.com', [
    {
      Effect: 'Allow',
      Action: ['lambda:InvokeFunction'],
      Resource: tasks.map(({ name }) => functionArn(name)),
    },
    {
      Effect: 'Allow',
      Action: ['sqs:SendMessage'],
      Resource: [queueArn(failureQueues.tasks)],
    },
  ]);
}

function role(service: string, statements: Statement[], more: Record<string, unknown> = {}) {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
      },
      ...more,
      Policies: [
        {
          PolicyName: 'needs',
          PolicyDocument: { Version: '2012-10-17', Statement: statements },
        },
      ],
    },
  };
}

/** The id that the engine gives a function's resource. */
export function functionId(name: string): string {
  const normal = name.replace(/-/g, 'Dash');
  return `${normal.charAt(0).toUpperCase()}${normal.slice(1)}LambdaFunction`;
}
