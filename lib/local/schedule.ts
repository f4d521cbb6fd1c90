import { Cron } from 'croner';

/** When a task is due. */
export interface Schedule {
  /** The last slot at or before `time`. */
  latest(time: Date): Date | undefined;
  /** The first slot after `time`. */
  next(time: Date): Date | undefined;
}

const unitMilliseconds = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads an expression of EventBridge Scheduler: `rate(5 minutes)`, `cron(0 3 * * ? *)`.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 *
 * @param zone IANA time zone in which a `cron(…)` is read.
 * @throws Error when EventBridge would refuse the expression
 */
export function parseSchedule(expression: string, zone: string): Schedule {
  const [, kind, content = ''] = /^(rate|cron)\((.+)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return parseRate(expression, content);
  if (kind === 'cron') return parseCron(expression, content, zone);
  throw new Error(`Neither rate(…) nor cron(…): ${expression}`);
}

/** Slots at whole multiples since 1970, so that they are the same after a restart. */
function parseRate(expression: string, content: string): Schedule {
  const [, count, unit] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(content) ?? [];
  if (!unit) throw new Error(`Not a rate such as rate(1 minute) or rate(5 hours): ${expression}`);
  const period = Number(count) * unitMilliseconds[unit as keyof typeof unitMilliseconds];
  const latest = (time: Date) => Math.floor(time.getTime() / period) * period;
  return {
    latest: (time) => new Date(latest(time)),
    next: (time) => new Date(latest(time) + period),
  };
}

function parseCron(expression: string, content: string, zone: string): Schedule {
  const fields = content.trim().split(/\s+/);
  const [minute, hour, dayOfMonth = '', month, dayOfWeek = '', year] = fields;
  if (fields.length !== 6) throw new Error(`A cron(…) has six fields: ${expression}`);
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new Error(`Either day of month or day of week must be ?: ${expression}`);
  }
  const days = [dayOfMonth.replace('?', '*'), month, toCronerDays(dayOfWeek)].join(' ');
  // Sloppy: `0/15`, which AWS takes for every fifteenth from 0 on.
  const options = { timezone: zone, sloppyRanges: true };
  const cron = new Cron(`0 ${minute} ${hour} ${days} ${year}`, options);
  return {
    // Both look strictly beside the time that they are given.
    latest: (time) => cron.previousRuns(1, new Date(time.getTime() + 1000))[0],
    next: (time) => cron.nextRun(time) ?? undefined,
  };
}

/** Days count from 1 (Sunday) on AWS and from 0 elsewhere; the last of a kind is `6L` or `6#L`. */
function toCronerDays(field: string): string {
  if (field === '?') return '*';
  if (field === 'L') return '6';
  return field
    .split(',')
    .map((part) => {
      const [, days = '', kind = ''] = /^([^L#/]*)(.*)$/.exec(part) ?? [];
      const shifted = days.replace(/\d+/g, (day) => String(Number(day) - 1));
      return `${shifted}${kind === 'L' ? '#L' : kind}`;
    })
    .join(',');
}
