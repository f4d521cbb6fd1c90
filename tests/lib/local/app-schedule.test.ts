import { parseSchedule } from '../../../lib/local/schedule.ts';

function slots(expression: string, zone: string, at: string) {
  const schedule = parseSchedule(expression, zone);
  const time = new Date(at);
  return [schedule.latest(time)?.toISOString(), schedule.next(time)?.toISOString()];
}

describe('the slots of a schedule', () => {
  it.each([
    // A slot is its own latest.
    ['cron(0 3 * * ? *)', 'UTC', '2026-03-01T03:00:00Z', '2026-03-01T03:00', '2026-03-02T03:00'],
    ['cron(0 3 * * ? *)', 'UTC', '2026-03-01T02:59:59Z', '2026-02-28T03:00', '2026-03-01T03:00'],
    // 09:00 in Seoul is midnight UTC; Sunday 1 March is no working day.
    [
      'cron(0 9 ? * MON-FRI *)',
      'Asia/Seoul',
      '2026-03-01T03:00Z',
      '2026-02-27T00:00',
      '2026-03-02T00:00',
    ],
    [
      'cron(0 9 ? * 2-6 *)',
      'Asia/Seoul',
      '2026-03-01T03:00Z',
      '2026-02-27T00:00',
      '2026-03-02T00:00',
    ],
    // Fridays: the last, the third.
    ['cron(0 9 ? * 6L *)', 'UTC', '2026-03-01T03:00Z', '2026-02-27T09:00', '2026-03-27T09:00'],
    ['cron(0 9 ? * 6#3 *)', 'UTC', '2026-03-01T03:00Z', '2026-02-20T09:00', '2026-03-20T09:00'],
    // Saturday; the last of the month.
    ['cron(0 9 ? * L *)', 'UTC', '2026-03-01T03:00Z', '2026-02-28T09:00', '2026-03-07T09:00'],
    ['cron(0 9 L * ? *)', 'UTC', '2026-03-01T03:00Z', '2026-02-28T09:00', '2026-03-31T09:00'],
    ['cron(5/15 * * * ? *)', 'UTC', '2026-03-01T03:07Z', '2026-03-01T03:05', '2026-03-01T03:20'],
    // Berlin changes to summer time on 29 March.
    [
      'cron(0 12 * * ? *)',
      'Europe/Berlin',
      '2026-03-29T00:00Z',
      '2026-03-28T11:00',
      '2026-03-29T10:00',
    ],
    ['rate(1 minute)', 'UTC', '2026-03-01T03:07:30Z', '2026-03-01T03:07', '2026-03-01T03:08'],
    ['rate(5 hours)', 'UTC', '1970-01-01T06:00Z', '1970-01-01T05:00', '1970-01-01T10:00'],
  ])('%s in %s around %s', (expression, zone, at, latest, next) => {
    expect(slots(expression, zone, at)).toEqual([`${latest}:00.000Z`, `${next}:00.000Z`]);
  });

  it('end with the last year', () => {
    const ended = slots('cron(0 9 1 1 ? 2025)', 'UTC', '2026-03-01T03:00:00Z');
    expect(ended).toEqual(['2025-01-01T09:00:00.000Z', undefined]);
  });

  it.each([
    'cron(0 9 * * * *)',
    'cron(0 9 ? * ? *)',
    'cron(0 9 * * ?)',
    'cron(61 9 * * ? *)',
    'cron(0 9 * * ? * *)',
    'rate(0 minutes)',
    'rate(5 fortnights)',
    'at(2026-01-01T00:00:00)',
    'every minute',
  ])('refuses %s', (expression) => {
    expect(() => parseSchedule(expression, 'UTC')).toThrow();
  });

  it('refuses a zone that does not exist', () => {
    expect(() => parseSchedule('cron(0 9 * * ? *)', 'Moon/Base').next(new Date())).toThrow();
  });
});
