import { join } from 'node:path';
import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';
import type { Invocable } from '../../lib/invocables.ts';
import { streamViewType, tableDefinition, timeToLiveAttribute } from '../../lib/model/table.ts';
import { domains } from '../../lib/registry/domains.ts';
import { queues } from '../../lib/registry/queues.ts';
import { functionId } from '../../lib/tools/domain-stack.ts';
import { invocables } from '../../lib/tools/invocables.ts';
import { logStatement, permissionsOf } from '../../lib/tools/permissions.ts';
import { type Packaged, packaged, type Resource } from './packaged.ts';

const mostResources = 450;
const mostFunctions = 85;

/** Warnings about what the engine writes, and about parameters that are empty in this stage. */
const accepted = new Set(['W3005', 'W8003', 'W9002', 'W9053']);

let stacks: Packaged;
beforeAll(async () => {
  stacks = await packaged();
}, 120_000);

const resources = (type: string, among = stacks) =>
  Object.entries(among.templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, resource]) => ({ stack, id, ...resource })),
  );

/** Replaces what CloudFormation would fill in, so that ARNs can be compared. */
const plain = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll(`\${AWS::Partition}`, 'aws')
    .replaceAll(`\${AWS::Region}`, 'us-east-1')
    .replaceAll(`\${AWS::AccountId}`, '123456789012')
    .replaceAll(`\${sls:stage}`, 'dev')
    .replaceAll(`\${param:mailFrom}`, 'no-reply@moa.example');

const resourceOf = ({ domain }: Invocable, id: string): Resource => {
  const resource = stacks.templates[domain]?.Resources[id];
  if (!resource) throw new Error(`${id} is not in the stack ${domain}`);
  return resource;
};

const functionOf = (invocable: Invocable) => resourceOf(invocable, functionId(invocable.name));

describe('stacks', () => {
  it('are the base and one for each domain', () => {
    const names = ['base', ...Object.keys(domains)];
    expect(Object.keys(stacks.templates).toSorted()).toEqual(names.toSorted());
  });

  it('have functions that name their commit', () => {
    const builds = resources('AWS::Lambda::Function').map(
      ({ Properties }) => Properties.Environment.Variables.MOA_BUILD,
    );
    expect(builds.length).toBeGreaterThan(0);
    for (const build of builds) expect(build).toMatch(/^[0-9a-f]{12}(-dirty)?$/);
  });

  it('stay below what a stack can hold', () => {
    for (const [stack, { Resources }] of Object.entries(stacks.templates)) {
      const functions = resources('AWS::Lambda::Function').filter((one) => one.stack === stack);
      expect(Object.keys(Resources).length).toBeLessThan(mostResources);
      expect(functions.length).toBeLessThanOrEqual(mostFunctions);
    }
  });

  it('export each name once and import only what the base exports', () => {
    const exported = Object.values(stacks.templates)
      .flatMap(({ Outputs = {} }) => Object.values(Outputs))
      .flatMap(({ Export }) => Export?.Name ?? []);
    expect(exported).toEqual([...new Set(exported)]);
    const imported = JSON.stringify(stacks.templates).matchAll(/"Fn::ImportValue":"([^"]+)"/g);
    for (const [, name] of imported) expect(exported).toContain(name);
  });

  it('pass the validator of CloudFormation', () => {
    const engine = new RegoEngine();
    try {
      for (const stack of Object.keys(stacks.templates)) {
        const file = join(stacks.folder, stack, 'cloudformation-template-update-stack.json');
        const { diagnostics } = engine.validateStandard(new TemplateFile(file));
        const faults = diagnostics.filter(
          ({ severity, ruleId }) => severity !== 'INFO' && !accepted.has(ruleId),
        );
        expect([stack, faults.map(({ message }) => message)]).toEqual([stack, []]);
      }
    } finally {
      engine.free();
    }
  }, 300_000);
});

describe('functions', () => {
  it('are exactly those of the contracts', () => {
    const packagedNames: string[] = resources('AWS::Lambda::Function').map(
      ({ Properties }) => Properties.FunctionName,
    );
    expect(packagedNames.toSorted()).toEqual(
      invocables.map(({ name }) => `moa-dev-${name}`).toSorted(),
    );
  });

  it('run on Node 24 for arm64, with the time and memory that they declare', () => {
    for (const invocable of invocables) {
      const { Properties } = functionOf(invocable);
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(Properties.Timeout).toBe(invocable.definition.timeoutSeconds ?? 10);
    }
  });

  it('answer HTTP before the gateway gives up after 30 seconds', () => {
    for (const { kind, definition } of invocables) {
      if (kind === 'route') expect(definition.timeoutSeconds ?? 10).toBeLessThan(30);
    }
  });

  it('have log groups that do not keep for ever', () => {
    const groups = resources('AWS::Logs::LogGroup');
    expect(groups.length).toBe(invocables.length + 1);
    for (const { id, Properties } of groups) {
      expect([id, Properties.RetentionInDays]).toEqual([id, 30]);
    }
  });

  it('have no secret in their environment', () => {
    for (const { id, Properties } of resources('AWS::Lambda::Function')) {
      const variables = Properties.Environment.Variables as Record<string, unknown>;
      const suspicious = Object.keys(variables).filter((name) =>
        /KEY|TOKEN|PASSWORD|SECRET(?!S_SOURCE$)|CREDENTIAL/.test(name),
      );
      expect([id, suspicious]).toEqual([id, []]);
      expect(Object.values(variables)).not.toContain('');
    }
  });
});

describe('roles', () => {
  it('are shared by functions of a domain that may do the same, and by no others', () => {
    const roleIdOf = (invocable: Invocable) =>
      `${invocable.domain} ${functionOf(invocable).Properties.Role['Fn::GetAtt'][0]}`;
    const allowedTo = (invocable: Invocable) =>
      `${invocable.domain} ${plain(permissionsOf(invocable))}`;
    const sharers = Map.groupBy(invocables, roleIdOf);
    for (const members of sharers.values()) {
      expect(new Set(members.map(allowedTo)).size).toBe(1);
    }
    expect(sharers.size).toBe(new Set(invocables.map(allowedTo)).size);
  });

  it('allow exactly what the contract and the machinery need', () => {
    for (const invocable of invocables) {
      const [roleId] = functionOf(invocable).Properties.Role['Fn::GetAtt'];
      const { Properties } = resourceOf(invocable, roleId);
      const [policy, ...others] = Properties.Policies;
      expect(others).toEqual([]);
      expect(Properties.ManagedPolicyArns).toEqual([]);
      const { Statement } = JSON.parse(plain(policy.PolicyDocument));
      const sharers = invocables.filter(
        (other) =>
          other.domain === invocable.domain &&
          functionOf(other).Properties.Role['Fn::GetAtt'][0] === roleId,
      );
      const statements = [
        logStatement(sharers.map(({ name }) => name)),
        ...permissionsOf(invocable),
      ];
      expect(Statement).toEqual(JSON.parse(plain(statements)));
    }
  });

  it('name every action, and never every resource', () => {
    for (const { id, Properties } of resources('AWS::IAM::Role')) {
      for (const { PolicyDocument } of Properties.Policies) {
        for (const { Effect, Action, Resource } of PolicyDocument.Statement) {
          expect(Effect).toBe('Allow');
          const wild = [Action].flat().filter((action: string) => action.includes('*'));
          expect([id, wild]).toEqual([id, []]);
          expect(Resource).not.toHaveLength(0);
          const bare = [Resource]
            .flat()
            .map(plain)
            .filter((text: string) => /"\*"|"arn:[^"]*:\*"/.test(text) && !isLogStream(text));
          expect([id, bare]).toEqual([id, []]);
        }
      }
    }
  });
});

/** A log group's streams have no names before they are there. */
const isLogStream = (arn: string) => /:log-group:\/aws\/lambda\/moa-dev-[a-z-]+:\*"/.test(arn);

describe('queues', () => {
  it('are those of the contracts, each with a dead-letter queue after five receives', () => {
    const all = resources('AWS::SQS::Queue');
    const sources = all.filter(({ Properties }) => Properties.RedrivePolicy);
    expect(sources).toHaveLength(queues.length);
    for (const { id, Properties } of sources) {
      const { deadLetterTargetArn, maxReceiveCount } = Properties.RedrivePolicy;
      const [deadLetters] = deadLetterTargetArn['Fn::GetAtt'];
      const target = all.find((queue) => queue.id === deadLetters);
      expect([id, maxReceiveCount]).toEqual([id, 5]);
      expect(target?.Properties.QueueName).toMatch(/-dlq(\.fifo)?$/);
      expect(target?.Properties.FifoQueue).toBe(Properties.FifoQueue);
      expect(Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
    }
    const others = all.filter(({ Properties }) => !Properties.RedrivePolicy);
    for (const { Properties } of others) expect(Properties.QueueName).toMatch(/-dlq(\.fifo)?$/);
  });

  it('hide messages for six times as long as their worker may run', () => {
    for (const invocable of invocables) {
      if (invocable.kind !== 'worker') continue;
      const queue = queueReadBy(invocable);
      const { Timeout } = functionOf(invocable).Properties;
      expect(queue.Properties.VisibilityTimeout).toBe(6 * Timeout);
    }
  });

  it('and the stream give their functions batches that can fail in part', () => {
    const mappings = resources('AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(queues.length + 1);
    for (const { id, Properties } of mappings) {
      expect([id, Properties.FunctionResponseTypes]).toEqual([id, ['ReportBatchItemFailures']]);
    }
  });

  it('have alarms on dead letters and on the age of the oldest message', () => {
    const alarms = resources('AWS::CloudWatch::Alarm');
    const watched = (metric: string): string[] =>
      alarms
        .filter(({ Properties }) => Properties.MetricName === metric)
        .map(({ Properties }) => Properties.Dimensions[0].Value['Fn::GetAtt'][0]);
    const all = resources('AWS::SQS::Queue');
    const ids = (isSource: boolean) =>
      all.filter(({ Properties }) => !!Properties.RedrivePolicy === isSource).map(({ id }) => id);
    expect(watched('ApproximateAgeOfOldestMessage').toSorted()).toEqual(ids(true).toSorted());
    expect(watched('ApproximateNumberOfMessagesVisible').toSorted()).toEqual(ids(false).toSorted());
  });
});

describe('the stream', () => {
  it('gives up late, bisects, and parks what cannot be sent', () => {
    const [mapping, ...others] = resources('AWS::Lambda::EventSourceMapping').filter(
      ({ Properties }) => Properties.StartingPosition,
    );
    expect(others).toEqual([]);
    expect(mapping?.Properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      StartingPosition: 'TRIM_HORIZON',
      MaximumRecordAgeInSeconds: 43_200,
    });
    expect(plain(mapping?.Properties.DestinationConfig)).toContain('moa-dev-dispatch-events-dlq');
  });
});

describe('tasks', () => {
  it('are scheduled in their zone, with retries and a dead-letter queue', () => {
    for (const invocable of invocables) {
      if (invocable.kind !== 'task') continue;
      const { schedule, zone } = invocable.definition;
      const found = resources('AWS::Scheduler::Schedule').find(
        ({ Properties }) => Properties.Name === `moa-dev-${invocable.name}`,
      );
      expect(found?.Properties).toMatchObject({
        ScheduleExpression: schedule,
        ScheduleExpressionTimezone: zone,
        Target: { RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3600 } },
      });
      expect(plain(found?.Properties.Target.DeadLetterConfig)).toContain('scheduled-tasks-dlq');
      expect(JSON.parse(found?.Properties.Target.Input)).toEqual({
        scheduledTime: '<aws.scheduler.scheduled-time>',
      });
    }
  });
});

describe('the table', () => {
  it('is the one that the local stack and the tests use', () => {
    const [found, ...others] = resources('AWS::DynamoDB::Table');
    expect(others).toEqual([]);
    expect(found?.Properties).toMatchObject({
      ...tableDefinition,
      StreamSpecification: { StreamViewType: streamViewType },
      TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: false,
    });
    expect(found?.DeletionPolicy).toBe('Delete');
  });

  it('is protected from deletion in production', async () => {
    const args = [
      'apiUrl=https://api.example.com',
      'mailFrom=moa@example.com',
      'adminEmail=admin@example.com',
      'alarmEmail=alarms@example.com',
      'domain=base',
    ];
    const production = await packaged({
      args: ['--stage', 'prod', ...args.flatMap((parameter) => ['--param', parameter])],
    });
    const [found] = resources('AWS::DynamoDB::Table', production);
    expect(found?.Properties.DeletionProtectionEnabled).toBe(true);
    expect(found?.DeletionPolicy).toBe('Retain');
  }, 300_000);
});

describe('the bucket', () => {
  it('is private, encrypted, and keeps old versions for a month, and forgets uploads that nobody ends', () => {
    const [found, ...others] = resources('AWS::S3::Bucket').filter(({ id }) => id === 'Bucket');
    expect(others).toEqual([]);
    expect(found?.DeletionPolicy).toBe('Delete');
    expect(Object.values(found?.Properties.PublicAccessBlockConfiguration)).toEqual(
      Array.from({ length: 4 }, () => true),
    );
    expect(found?.Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          {
            Status: 'Enabled',
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            ExpiredObjectDeleteMarker: true,
          },
          {
            Status: 'Enabled',
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: expect.any(Number) },
          },
        ],
      },
    });
  });

  it('has the name that the functions are told', () => {
    const [bucket] = resources('AWS::S3::Bucket').filter(({ id }) => id === 'Bucket');
    for (const { Properties } of resources('AWS::Lambda::Function')) {
      expect(Properties.Environment.Variables.BUCKET_NAME).toEqual(bucket?.Properties.BucketName);
    }
  });
});

function queueReadBy(invocable: Invocable): Resource {
  const mapping = resources('AWS::Lambda::EventSourceMapping').find(
    ({ Properties }) => Properties.FunctionName['Fn::GetAtt'][0] === functionId(invocable.name),
  );
  const name = mapping?.Properties.EventSourceArn['Fn::Join'][1].at(-1);
  const queue = resources('AWS::SQS::Queue').find(
    ({ Properties }) => Properties.QueueName === name,
  );
  if (!queue) throw new Error(`${invocable.name} reads ${name}, which is not in the base stack`);
  return queue;
}
