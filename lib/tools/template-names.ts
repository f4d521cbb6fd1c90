import { deadLetterQueueName, type QueueDefinition, queueName } from '../queue/queue.ts';

/** Service and stage, as every name in the account begins; `serverless.yml` resolves it. */
export const prefix = `moa-\${sls:stage}`;

export const tableName = `${prefix}-table`;

/** Names of buckets are unique in all of AWS. */
export const bucketName = {
  'Fn::Sub': `${prefix}-\${AWS::AccountId}-\${AWS::Region}`,
};

/** Where the dispatcher's batches go that cannot be sent, and the tasks that keep failing. */
export const failureQueues = {
  stream: 'dispatch-events-dlq',
  tasks: 'scheduled-tasks-dlq',
} as const;

/** What the base stack offers the others by `Fn::ImportValue`. */
export const exportNames = {
  httpApiId: `${prefix}-http-api-id`,
  httpApiUrl: `${prefix}-http-api-url`,
  tableStreamArn: `${prefix}-table-stream-arn`,
} as const;

const arn = (service: string, resource: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
});

export type Arn = ReturnType<typeof arn> | { 'Fn::ImportValue': string };

const bucketArnText = `arn:\${AWS::Partition}:s3:::${bucketName['Fn::Sub']}`;
export const bucketArn = () => ({ 'Fn::Sub': bucketArnText });
/** `folder` as keys begin. */
export const objectsArn = (folder: string): Arn => ({ 'Fn::Sub': `${bucketArnText}/${folder}/*` });
export const tableArn = (): Arn => arn('dynamodb', `table/${tableName}`);
export const indexArn = (index: string): Arn =>
  arn('dynamodb', `table/${tableName}/index/${index}`);
export const streamArn = (): Arn => ({ 'Fn::ImportValue': exportNames.tableStreamArn });
/** `name` as in `queueName`. */
export const queueArn = (name: string): Arn => arn('sqs', `${prefix}-${name}`);
export const secretArn = (name: string): Arn => arn('ssm', `parameter/moa/\${sls:stage}/${name}`);
export const logStreamsArn = (functionName: string): Arn =>
  arn('logs', `log-group:/aws/lambda/${prefix}-${functionName}:*`);
export const mailIdentitiesArn = (): Arn => arn('ses', 'identity/*');
export const functionArn = (functionName: string): Arn =>
  arn('lambda', `function:${prefix}-${functionName}`);

/** The queue's ARN for event sources, of which the engine reads the name from the last part. */
export const joinedQueueArn = (name: string) => ({
  'Fn::Join': [
    ':',
    [
      'arn',
      { Ref: 'AWS::Partition' },
      'sqs',
      { Ref: 'AWS::Region' },
      { Ref: 'AWS::AccountId' },
      `${prefix}-${name}`,
    ],
  ],
});

/** `sns-create-post` → `SnsCreatePost`, for the ids of resources. */
export function logicalId(name: string): string {
  return name
    .split(/[^a-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Both queues of a definition by their names without prefix. */
export function queueNamesOf(queue: Pick<QueueDefinition, 'id' | 'fifo'>) {
  return { name: queueName(queue), deadLetters: deadLetterQueueName(queue) };
}

/** The engine's own output, whose export would have the same name in every stack. */
export const deploymentBucketOutput = (stack: string) => ({
  ServerlessDeploymentBucketName: { Export: { Name: `${prefix}-${stack}-deployment-bucket` } },
});
