import { dispatchEvents } from '../../events/streams.ts';
import { functionName } from '../functions.ts';
import { bucketCors, cors } from '../http/cors.ts';
import { streamViewType, tableDefinition, timeToLiveAttribute } from '../model/table.ts';
import { maxReceives, type QueueDefinition } from '../queue/queue.ts';
import { queues } from '../registry/queues.ts';
import {
  bucketArn,
  bucketName,
  deploymentBucketOutput,
  exportNames,
  failureQueues,
  logicalId,
  prefix,
  queueNamesOf,
  tableName,
} from './template-names.ts';

export type Resource = {
  Type: string;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  Condition?: string;
  Properties: Record<string, unknown>;
};

type Resources = Record<string, Resource>;

/** The longest that SQS keeps a message. */
const fourteenDays = 14 * 24 * 3600;

/** How often longer than its worker may run a message stays hidden, as Lambda's guide asks. */
const visibilityFactor = 6;

const corsRule = (methods: readonly string[], origins: unknown) => ({
  AllowedOrigins: origins,
  AllowedMethods: methods,
  AllowedHeaders: bucketCors.headers,
  ExposedHeaders: bucketCors.exposedHeaders,
  MaxAge: cors.maxAgeSeconds,
});

/** What `functions/base/functions.yml` says: everything that the domains' stacks share. */
export function baseStack() {
  return {
    functions: {},
    resources: {
      Conditions: {
        HasAlarmEmail: isGiven('alarmEmail'),
        HasCorsOrigins: isGiven('corsOrigins'),
        HasAlarms: { 'Fn::Equals': [`\${param:alarms}`, 'on'] },
      },
      Resources: {
        Table: table(),
        ...bucket(),
        ...httpApi(),
        ...alarmTopic(),
        ...Object.assign({}, ...queues.map(queueResources)),
        ...failureQueueResources(),
        ...serviceAlarms(),
        ...queueAlarms(),
      },
      Outputs: {
        ...deploymentBucketOutput('base'),
        TableName: { Value: { Ref: 'Table' } },
        TableStreamArn: {
          Value: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
          Export: { Name: exportNames.tableStreamArn },
        },
        BucketName: { Value: { Ref: 'Bucket' } },
        HttpApiId: { Value: { Ref: 'HttpApi' }, Export: { Name: exportNames.httpApiId } },
        HttpApiUrl: {
          Value: { 'Fn::GetAtt': ['HttpApi', 'ApiEndpoint'] },
          Export: { Name: exportNames.httpApiUrl },
        },
        AlarmTopicArn: { Value: { Ref: 'AlarmTopic' } },
      },
    },
  };
}

const isGiven = (parameter: string) => ({
  'Fn::Not': [{ 'Fn::Equals': [`\${param:${parameter}}`, ''] }],
});

function table(): Resource {
  return {
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: `\${self:custom.deletionPolicies.\${param:protectData}}`,
    UpdateReplacePolicy: 'Retain',
    Properties: {
      TableName: tableName,
      ...tableDefinition,
      StreamSpecification: { StreamViewType: streamViewType },
      TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: `\${param:protectData}`,
    },
  };
}

/** Days in which what was overwritten or removed, by mistake as well, can be had back. */
const oldVersionDays = 30;

/** Days after which what was begun and never ended costs nothing any more. */
const abandonedUploadDays = 2;

function bucket(): Resources {
  return {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      DeletionPolicy: `\${self:custom.deletionPolicies.\${param:protectData}}`,
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketName: bucketName,
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
          ],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: {
          Rules: [
            {
              Id: 'old-versions',
              Status: 'Enabled',
              NoncurrentVersionExpiration: { NoncurrentDays: oldVersionDays },
              ExpiredObjectDeleteMarker: true,
            },
            {
              Id: 'abandoned-uploads',
              Status: 'Enabled',
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: abandonedUploadDays },
            },
          ],
        },
        CorsConfiguration: {
          'Fn::If': [
            'HasCorsOrigins',
            {
              CorsRules: [
                corsRule(bucketCors.methods.upload, {
                  'Fn::Split': [',', `\${param:corsOrigins}`],
                }),
                corsRule(bucketCors.methods.download, bucketCors.downloadOrigins),
              ],
            },
            { Ref: 'AWS::NoValue' },
          ],
        },
      },
    },
    BucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Bucket' },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:*',
              Resource: [bucketArn(), { 'Fn::Sub': `${bucketArn()['Fn::Sub']}/*` }],
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        },
      },
    },
  };
}

function httpApi(): Resources {
  return {
    HttpApi: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: {
        Name: prefix,
        ProtocolType: 'HTTP',
        CorsConfiguration: {
          'Fn::If': [
            'HasCorsOrigins',
            {
              AllowOrigins: { 'Fn::Split': [',', `\${param:corsOrigins}`] },
              AllowMethods: cors.allowMethods,
              AllowHeaders: cors.allowHeaders,
              ExposeHeaders: cors.exposeHeaders,
              MaxAge: cors.maxAgeSeconds,
            },
            { Ref: 'AWS::NoValue' },
          ],
        },
      },
    },
    HttpApiStage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ApiId: { Ref: 'HttpApi' },
        StageName: '$default',
        AutoDeploy: true,
        DefaultRouteSettings: {
          // Metrics of each route are paid for; the log has them, and Lambda counts each function.
          DetailedMetricsEnabled: false,
          ThrottlingBurstLimit: `\${param:throttleBurst}`,
          ThrottlingRateLimit: `\${param:throttleRate}`,
        },
        AccessLogSettings: {
          DestinationArn: { 'Fn::GetAtt': ['HttpApiLogGroup', 'Arn'] },
          // No address and no user agent: the functions' own logs tell callers apart by a hash.
          Format: JSON.stringify({
            requestId: '$context.requestId',
            time: '$context.requestTimeEpoch',
            route: '$context.routeKey',
            status: '$context.status',
            latency: '$context.responseLatency',
            integrationLatency: '$context.integrationLatency',
            integrationError: '$context.integrationErrorMessage',
            responseLength: '$context.responseLength',
          }),
        },
      },
    },
    HttpApiLogGroup: {
      Type: 'AWS::Logs::LogGroup',
      Properties: {
        LogGroupName: `/aws/http-api/${prefix}`,
        RetentionInDays: `\${param:logRetentionDays}`,
      },
    },
  };
}

function alarmTopic(): Resources {
  return {
    AlarmTopic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: `${prefix}-alarms` } },
    AlarmEmail: {
      Type: 'AWS::SNS::Subscription',
      Condition: 'HasAlarmEmail',
      Properties: {
        TopicArn: { Ref: 'AlarmTopic' },
        Protocol: 'email',
        Endpoint: `\${param:alarmEmail}`,
      },
    },
  };
}

function queueResources(queue: QueueDefinition): Resources {
  const { name, deadLetters } = queueNamesOf(queue);
  const id = `${logicalId(name)}Queue`;
  const deadLettersId = `${logicalId(deadLetters)}Queue`;
  const fifo = queue.fifo && {
    FifoQueue: true,
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  };
  return {
    [id]: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: `${prefix}-${name}`,
        VisibilityTimeout: visibilityFactor * queue.timeoutSeconds,
        MessageRetentionPeriod: fourteenDays,
        SqsManagedSseEnabled: true,
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::GetAtt': [deadLettersId, 'Arn'] },
          maxReceiveCount: maxReceives,
        },
        ...fifo,
      },
    },
    [deadLettersId]: deadLetterQueue(deadLetters, fifo),
  };
}

function failureQueueResources(): Resources {
  return Object.fromEntries(
    Object.values(failureQueues).map((name) => [`${logicalId(name)}Queue`, deadLetterQueue(name)]),
  );
}

/** Of each queue an alarm that tells nobody, and of each kind one that does. */
function queueAlarms(): Resources {
  const names = queues.map((queue) => ({ queue, ...queueNamesOf(queue) }));
  const ages = Object.fromEntries(
    names.map(({ queue, name }) => [`${logicalId(name)}QueueAgeAlarm`, ageAlarm(name, queue)]),
  );
  const deadLetters = Object.fromEntries(
    [...names.map((of) => of.deadLetters), ...Object.values(failureQueues)].map((name) => [
      `${logicalId(name)}QueueAlarm`,
      deadLetterAlarm(name),
    ]),
  );
  return {
    ...ages,
    ...deadLetters,
    BacklogAlarm: anyOf('The oldest message of a queue waits too long', ages),
    DeadLetterAlarm: anyOf('A queue holds what could not be processed', deadLetters),
  };
}

function ageAlarm(name: string, { timeoutSeconds }: QueueDefinition): Resource {
  return alarm({
    description: `The oldest message of ${name} waits too long`,
    namespace: 'AWS/SQS',
    metric: 'ApproximateAgeOfOldestMessage',
    dimensions: { QueueName: { 'Fn::GetAtt': [`${logicalId(name)}Queue`, 'QueueName'] } },
    statistic: 'Maximum',
    threshold: Math.max(900, 2 * visibilityFactor * timeoutSeconds),
    minutes: 5,
    isPart: true,
  });
}

function deadLetterQueue(name: string, more: Record<string, unknown> = {}): Resource {
  return {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: `${prefix}-${name}`,
      MessageRetentionPeriod: fourteenDays,
      SqsManagedSseEnabled: true,
      ...more,
    },
  };
}

function deadLetterAlarm(name: string): Resource {
  return alarm({
    description: `${name} holds what could not be processed`,
    namespace: 'AWS/SQS',
    metric: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: { 'Fn::GetAtt': [`${logicalId(name)}Queue`, 'QueueName'] } },
    statistic: 'Maximum',
    threshold: 0,
    minutes: 1,
    isPart: true,
  });
}

function serviceAlarms(): Resources {
  const dispatcher = `${prefix}-${functionName(dispatchEvents.id)}`;
  return {
    DispatcherAgeAlarm: alarm({
      description: 'Changes of the table wait too long to become events',
      namespace: 'AWS/Lambda',
      metric: 'IteratorAge',
      dimensions: { FunctionName: dispatcher },
      statistic: 'Maximum',
      threshold: 60_000,
      minutes: 5,
    }),
    DispatcherErrorAlarm: alarm({
      description: 'The dispatcher of events fails',
      namespace: 'AWS/Lambda',
      metric: 'Errors',
      dimensions: { FunctionName: dispatcher },
      statistic: 'Sum',
      threshold: 0,
      minutes: 5,
    }),
    ServerErrorAlarm: alarm({
      description: 'The API answers errors of its own',
      namespace: 'AWS/ApiGateway',
      metric: '5xx',
      dimensions: { ApiId: { Ref: 'HttpApi' } },
      statistic: 'Sum',
      threshold: 5,
      minutes: 5,
    }),
    TableThrottleAlarm: throttleAlarm(),
    ObjectsHeldBackAlarm: alarm({
      description:
        'More objects than usual are needed by no file: see docs/operations.md, Objects without a file',
      namespace: `moa/\${sls:stage}`,
      metric: 'objectsHeldBack',
      dimensions: { kind: 'worker' },
      statistic: 'Sum',
      threshold: 0,
      // As long as from one night to the next.
      minutes: 24 * 60,
    }),
  };
}

const throttleMinutes = 5;

/** DynamoDB counts what it throttles for the table and for each index apart. */
function throttleAlarm(): Resource {
  const tableDimension = { Name: 'TableName', Value: { Ref: 'Table' } };
  const places = [
    [tableDimension],
    ...tableDefinition.GlobalSecondaryIndexes.map(({ IndexName }) => [
      tableDimension,
      { Name: 'GlobalSecondaryIndexName', Value: IndexName },
    ]),
  ];
  const counts = ['ReadThrottleEvents', 'WriteThrottleEvents'].flatMap((MetricName) =>
    places.map((Dimensions) => ({ Namespace: 'AWS/DynamoDB', MetricName, Dimensions })),
  );
  return alarmOn(
    {
      Metrics: [
        {
          Id: 'throttled',
          // What was never throttled has no data.
          Expression: `SUM([${counts.map((_, index) => `FILL(count${index}, 0)`).join(', ')}])`,
          Label: 'Throttled reads and writes',
          ReturnData: true,
        },
        ...counts.map((Metric, index) => ({
          Id: `count${index}`,
          MetricStat: { Metric, Period: throttleMinutes * 60, Stat: 'Sum' },
          ReturnData: false,
        })),
      ],
    },
    { description: 'The table refuses requests because they are too many', threshold: 10 },
  );
}

interface AlarmOptions {
  description: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, unknown>;
  statistic: 'Maximum' | 'Sum';
  /** Alarms above it. */
  threshold: number;
  minutes: number;
  /** Tells nobody by itself. */
  isPart?: true;
}

function alarm({
  namespace,
  metric,
  dimensions,
  statistic,
  minutes,
  ...rest
}: AlarmOptions): Resource {
  return alarmOn(
    {
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Statistic: statistic,
      Period: minutes * 60,
    },
    rest,
  );
}

function alarmOn(
  what: Record<string, unknown>,
  { description, threshold, isPart }: Pick<AlarmOptions, 'description' | 'threshold' | 'isPart'>,
): Resource {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Condition: 'HasAlarms',
    Properties: {
      AlarmDescription: description,
      ...what,
      EvaluationPeriods: 1,
      Threshold: threshold,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      ...(!isPart && notified),
    },
  };
}

const notified = { AlarmActions: [{ Ref: 'AlarmTopic' }], OKActions: [{ Ref: 'AlarmTopic' }] };

/** Goes off when any of these alarms does. */
function anyOf(description: string, alarms: Resources): Resource {
  const rules = Object.keys(alarms).map((id) => ({ 'Fn::Sub': `ALARM("\${${id}}")` }));
  return {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    Condition: 'HasAlarms',
    Properties: {
      AlarmDescription: description,
      AlarmRule: { 'Fn::Join': [' OR ', rules] },
      ...notified,
    },
  };
}
