import * as z from 'zod';

/** RFC 3339 in UTC with milliseconds: `2026-11-21T09:00:00.000Z`. */
export const timestamp = z.iso
  .datetime({ precision: 3 })
  .meta({ example: '2026-11-21T09:00:00.000Z' });
