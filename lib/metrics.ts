import { config } from './config.ts';

/**
 * Counts something in CloudWatch by its embedded metric format: one log line, no call. Each name of each
 * kind is one metric, which is paid for; `about` stands in the log line alone, where queries find it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metrics(
  kind: 'route' | 'worker' | 'stream',
  about: Record<string, string>,
  values: Record<string, number>,
): void {
  if (config.logLevel === 'silent' || config.stage === 'local') return;
  const definition = {
    Namespace: `moa/${config.stage}`,
    Dimensions: [['kind']],
    Metrics: Object.keys(values).map((Name) => ({
      Name,
      Unit: Name === 'milliseconds' ? 'Milliseconds' : 'Count',
    })),
  };
  const entry = {
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: [definition] },
    kind,
    ...about,
    ...values,
  };
  process.stdout.write(`${JSON.stringify(entry)}\n`);
}
