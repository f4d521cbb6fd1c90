import * as fc from 'fast-check';
import { timestamp } from '../../../lib/schema/time.ts';

describe('timestamp', () => {
  it('takes what Date.toISOString writes', () => {
    const date = fc.date({
      min: new Date('0000-01-01T00:00:00.000Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(date, (value) => timestamp.safeParse(value.toISOString()).success));
  });

  it.each([
    '2026-11-21T09:00:00Z',
    '2026-11-21T09:00:00.00Z',
    '2026-11-21T09:00:00.0000Z',
    '2026-11-21T09:00:00.000',
    '2026-11-21T09:00:00.000+09:00',
    '2026-11-21 09:00:00.000Z',
    '2026-02-30T09:00:00.000Z',
    '2026-13-01T09:00:00.000Z',
    '2026-11-21T25:00:00.000Z',
    '2026-11-21T09:00:00.000Z\n',
    '1763715600000',
    '',
  ])('refuses %j', (value) => {
    expect(timestamp.safeParse(value).success).toBe(false);
  });
});
