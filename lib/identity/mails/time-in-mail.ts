import type { Language } from '../../mail/language.ts';

/** A moment as its reader's clock shows it, with the zone that is meant. */
export function timeInMail(time: Date, timeZone: string, language: Language): string {
  const styles = { dateStyle: 'long', timeStyle: 'short', timeZone } as const;
  return `${new Intl.DateTimeFormat(language, styles).format(time)} (${timeZone})`;
}
