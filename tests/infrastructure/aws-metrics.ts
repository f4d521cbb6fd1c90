import type { Resource } from './packaged.ts';

/**
 * What AWS emits of the services that alarms look at, and Moa itself: the sets of dimensions of each metric, each in
 * alphabetical order.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
export const emitted: Readonly<Record<string, readonly string[]>> = {
  'AWS/SQS ApproximateAgeOfOldestMessage': ['QueueName'],
  'AWS/SQS ApproximateNumberOfMessagesVisible': ['QueueName'],
  'AWS/Lambda Errors': ['', 'FunctionName', 'FunctionName Resource'],
  'AWS/Lambda Throttles': ['', 'FunctionName', 'FunctionName Resource'],
  'AWS/Lambda IteratorAge': ['FunctionName', 'FunctionName Resource'],
  'AWS/ApiGateway 5xx': ['ApiId', 'ApiId Stage', 'ApiId Method Resource Stage'],
  'AWS/DynamoDB ReadThrottleEvents': ['TableName', 'GlobalSecondaryIndexName TableName'],
  'AWS/DynamoDB WriteThrottleEvents': ['TableName', 'GlobalSecondaryIndexName TableName'],
  'AWS/DynamoDB ThrottledRequests': ['Operation TableName'],
  // Ours: see lib/metrics.ts.
  'moa/dev objectsHeldBack': ['kind'],
};

export const indexNamesOf = (table: Resource | undefined): string[] =>
  table?.Properties.GlobalSecondaryIndexes.map(({ IndexName }: { IndexName: string }) => IndexName);
