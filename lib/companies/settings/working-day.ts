import { type Weekday, weekdays } from './weekdays.ts';

/** What decides on which dates a company works. */
export interface Calendar {
  workingDays: readonly Weekday[];
  holidays: readonly { date: string }[];
}

/** The weekday of a date, `YYYY-MM-DD`: the same in every zone. */
export function weekdayOf(date: string): Weekday {
  // Sunday is 0.
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekdays[(day + 6) % 7] as Weekday;
}

/** Whether a company works on a date of its own zone. */
export const isWorkingDay = ({ workingDays, holidays }: Calendar, date: string): boolean =>
  workingDays.includes(weekdayOf(date)) && !holidays.some((holiday) => holiday.date === date);
