import * as z from 'zod';
import { ruled } from './rule.ts';

export const locale = z
  .string()
  .max(100)
  .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/, 'must be a BCP 47 tag')
  .refine(isLocale, ruled('format', 'must be a BCP 47 tag'))
  .meta({ example: 'ko-KR' });

export const timeZone = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/, 'must be an IANA time zone')
  .refine(isTimeZone, ruled('format', 'must be an IANA time zone'))
  .meta({ example: 'Asia/Seoul' });

function isLocale(tag: string): boolean {
  try {
    return Boolean(new Intl.Locale(tag));
  } catch {
    return false;
  }
}

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
