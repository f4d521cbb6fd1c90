import * as z from 'zod';
import { timestamp } from '../../schema/time.ts';

export const platforms = ['ios', 'android', 'web'] as const;

export const deviceId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1–64 of A–Z, a–z, 0–9, _ and -')
  .meta({ example: 'kims-phone' });

/** As Firebase gives it out: visible ASCII. */
const pushToken = z
  .string()
  .regex(/^[\x21-\x7e]{1,4096}$/, 'must be 1–4096 visible ASCII characters')
  .meta({ example: 'fGVhx0:APA91bExample' });

export const deviceInput = z.strictObject({ platform: z.enum(platforms), pushToken });

export type DeviceInput = z.output<typeof deviceInput>;

export const deviceView = z
  .object({
    deviceId: z.string(),
    platform: z.enum(platforms),
    pushToken: z.string(),
    createdAt: timestamp,
    registeredAt: timestamp,
  })
  .meta({ id: 'Device' });

export type DeviceView = z.input<typeof deviceView>;
