import type { TaskDefinition } from '../cron/task.ts';
import { queues } from '../registry/queues.ts';
import { tasks } from '../registry/tasks.ts';
import { baseStack, type Resource } from './base-stack.ts';
import { prices } from './prices.ts';

/** What something costs in a month in which nobody calls, in dollars. */
export interface IdleCost {
  what: string;
  dollars: number;
  /** Of stages with `alarms: 'on'` alone. */
  isOfAlarms: boolean;
}

const daysPerMonth = 30;
const minutesPerMonth = daysPerMonth * 24 * 60;

/** An event source mapping of an idle queue keeps this many polls of twenty seconds open. */
const pollers = 5;
const pollsPerMinute = 3;

/** A task that finds nothing to do is over within this, its start included. */
const taskSeconds = 1;
const defaultMemoryMb = 256;

/** What a stage costs that nobody calls, without storage and without what AWS gives for nothing. */
export function idleCosts(): IdleCost[] {
  const resources: Resource[] = Object.values(baseStack().resources.Resources);
  const ofType = (type: string) => resources.filter(({ Type }) => Type === type);
  const alarmMetrics = ofType('AWS::CloudWatch::Alarm').reduce(
    (sum, { Properties }) => sum + metricsOf(Properties),
    0,
  );
  const composites = ofType('AWS::CloudWatch::CompositeAlarm').length;
  const polls = pollers * pollsPerMinute * minutesPerMonth;
  const fifo = queues.filter((queue) => queue.fifo).length;
  const runs = tasks.map(runsPerMonth).reduce((sum, count) => sum + count, 0);
  const perRun =
    prices.schedulerInvocation +
    prices.lambdaRequest +
    taskSeconds * (defaultMemoryMb / 1024) * prices.lambdaGigabyteSecond;
  return [
    {
      what: `${queues.length} queues that Lambda polls, ${((queues.length * polls) / 1e6).toFixed(1)} million requests`,
      dollars: polls * ((queues.length - fifo) * prices.sqsRequest + fifo * prices.sqsFifoRequest),
      isOfAlarms: false,
    },
    {
      what: `${tasks.length} scheduled tasks, ${runs} runs`,
      dollars: runs * perRun,
      isOfAlarms: false,
    },
    {
      what: `${alarmMetrics} metrics that alarms look at`,
      dollars: alarmMetrics * prices.alarmMetric,
      isOfAlarms: true,
    },
    {
      what: `${composites} composite alarms`,
      dollars: composites * prices.compositeAlarm,
      isOfAlarms: true,
    },
  ];
}

function metricsOf({ Metrics }: Record<string, unknown>): number {
  return Array.isArray(Metrics) ? Metrics.filter((metric) => 'MetricStat' in metric).length : 1;
}

/** @throws Error for a schedule that is neither a rate nor hourly or daily */
function runsPerMonth({ id, schedule }: TaskDefinition): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  if (unit !== undefined) {
    const minutes = { minute: 1, hour: 60, day: 24 * 60 }[unit] ?? 1;
    return minutesPerMonth / (Number(count) * minutes);
  }
  const [, hour] = /^cron\(\d+ (\*|\d+) \* \* \? \*\)$/.exec(schedule) ?? [];
  if (hour === undefined) throw new Error(`How often ${id} runs is not known: ${schedule}`);
  return hour === '*' ? daysPerMonth * 24 : daysPerMonth;
}
