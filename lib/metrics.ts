import { config } from './config.ts';

/**
 * Counts something in CloudWatch by its embedded metric format: one log line, no call.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metrics(dimensions: Record<string, string>, values: Record<string, number>): void {
  if (config.logLevel === 'silent' || config.stage === 'local') return;
  const definition = {
    Namespace: `moa/${config.stage}`,
    Dimensions: [Object.keys(dimensions)],
    Metrics: Object.keys(values).map((Name) => ({
      Name,
      Unit: Name === 'milliseconds' ? 'Milliseconds' : 'Count',
    })),
  };
  const entry = {
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: [definition] },
    ...dimensions,
    ...values,
  };
  process.stdout.write(`${JSON.stringify(entry)}\n`);
}
