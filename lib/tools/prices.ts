/**
 * Prices in US dollars, of us-east-1 in November 2026, without what is free of charge each month.
 * https://aws.amazon.com/cloudwatch/pricing · https://aws.amazon.com/sqs/pricing ·
 * https://aws.amazon.com/lambda/pricing · https://aws.amazon.com/eventbridge/pricing
 */
export const prices = {
  /** A month, for each metric that an alarm looks at. */
  alarmMetric: 0.1,
  /** A month. */
  compositeAlarm: 0.5,
  /** A month, for each metric that had data throughout. */
  customMetric: 0.3,
  sqsRequest: 0.4e-6,
  sqsFifoRequest: 0.5e-6,
  schedulerInvocation: 1e-6,
  lambdaRequest: 0.2e-6,
  /** On arm64. */
  lambdaGigabyteSecond: 13.3334e-6,
} as const;
