import * as fc from 'fast-check';
import { weekdays } from '../../../../lib/companies/settings/weekdays.ts';
import { isWorkingDay, weekdayOf } from '../../../../lib/companies/settings/working-day.ts';

const monday = '2027-01-04';

const dateAfter = (days: number) =>
  new Date(Date.parse(`${monday}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

describe('a working day', () => {
  it('is a weekday that comes round, through ten years and all leap days', () => {
    for (let days = 0; days < 3653; days += 1) {
      expect([dateAfter(days), weekdayOf(dateAfter(days))]).toEqual([
        dateAfter(days),
        weekdays[days % 7],
      ]);
    }
  });

  it('is one of the company’s days that is no holiday', () => {
    fc.assert(
      fc.property(
        fc.subarray([...weekdays], { minLength: 1 }),
        fc.uniqueArray(fc.nat({ max: 800 }), { maxLength: 50 }),
        fc.nat({ max: 800 }),
        (workingDays, off, day) => {
          const calendar = {
            workingDays,
            holidays: off.map((days) => ({ date: dateAfter(days) })),
          };
          const wanted = workingDays.includes(weekdays[day % 7] ?? 'mon') && !off.includes(day);
          expect(isWorkingDay(calendar, dateAfter(day))).toBe(wanted);
        },
      ),
    );
  });

  it('is the same wherever the machine stands', () => {
    const calendar = { workingDays: ['mon', 'fri'] as const, holidays: [{ date: '2027-01-08' }] };
    const zones = ['Asia/Seoul', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'];
    const before = process.env.TZ;
    try {
      for (const zone of [...zones, 'Europe/Berlin']) {
        process.env.TZ = zone;
        expect(isWorkingDay(calendar, '2027-01-04')).toBe(true);
        expect(isWorkingDay(calendar, '2027-01-05')).toBe(false);
        expect(isWorkingDay(calendar, '2027-01-08')).toBe(false);
        expect(isWorkingDay(calendar, '2027-01-15')).toBe(true);
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});
