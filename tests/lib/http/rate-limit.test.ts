import { randomUUID } from 'node:crypto';
import { config } from '../../../lib/config.ts';
import { rateHeaders } from '../../../lib/http/rate-headers.ts';
import { takeFromBucket } from '../../../lib/http/rate-limit.ts';
import type { RateLimit } from '../../../lib/http/route.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';

/** Ten at once, then one every ten seconds, whatever the factor of the tests multiplies them by. */
const limit: RateLimit = {
  name: 'test',
  by: 'source',
  perMinute: 6 / config.rateLimitFactor,
  burst: 10 / config.rateLimitFactor,
};
const start = new Date('2026-11-21T09:00:00.000Z');
const after = (milliseconds: number) => new Date(start.getTime() + milliseconds);

const limited = (headers: Record<string, unknown> = {}) =>
  expect.objectContaining({
    code: 'request.rate_limited',
    headers: expect.objectContaining(headers) as unknown,
  }) as unknown;

describeInProcess('takeFromBucket', () => {
  let subject: string;
  beforeEach(() => {
    subject = randomUUID();
  });

  const take = (time = start, whose = subject, route = 'test.route') =>
    takeFromBucket(route, limit, whose, time);

  async function empty(): Promise<void> {
    for (let taken = 0; taken < 10; taken++) await take();
  }

  it('gives the burst, then refuses', async () => {
    const left = [];
    for (let taken = 0; taken < 10; taken++) left.push((await take()).remaining);
    expect(left).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    await expect(take()).rejects.toEqual(limited({ 'retry-after': '10' }));
  });

  it('refills one by one as time goes by', async () => {
    await empty();
    await expect(take(after(9_999))).rejects.toEqual(limited({ 'retry-after': '1' }));
    expect(await take(after(10_000))).toMatchObject({ remaining: 0 });
    await expect(take(after(10_000))).rejects.toEqual(limited());
    expect(await take(after(40_000))).toMatchObject({ remaining: 2 });
  });

  it('is never fuller than the burst', async () => {
    await empty();
    expect(await take(after(86_400_000))).toMatchObject({ remaining: 9 });
  });

  it('is not emptied by what it refuses', async () => {
    await empty();
    for (let refused = 0; refused < 5; refused++) await expect(take()).rejects.toEqual(limited());
    expect(await take(after(10_000))).toMatchObject({ remaining: 0 });
  });

  it('is one a route, a limit and a subject', async () => {
    await empty();
    expect(await take(start, randomUUID())).toMatchObject({ remaining: 9 });
    expect(await take(start, subject, 'test.other')).toMatchObject({ remaining: 9 });
    const other = await takeFromBucket('test.route', { ...limit, name: 'x' }, subject, start);
    expect(other).toMatchObject({ remaining: 9 });
  });

  it('gives exactly the burst to fifty who come at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => take()));
    const given = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(given).toHaveLength(10);
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    expect(refused).toEqual(refused.map(() => limited()));
  });

  it('gives exactly what refilled to fifty who come at once later', async () => {
    await empty();
    const later = Array.from({ length: 50 }, () => take(after(30_000)));
    const outcomes = await Promise.allSettled(later);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });

  it('gives as much where the bucket is looked at first', async () => {
    const byAddress: RateLimit = { ...limit, by: 'email' };
    const given = async (time: Date) => {
      const takes = Array.from({ length: 50 }, () =>
        takeFromBucket('test.route', byAddress, subject, time),
      );
      const outcomes = await Promise.allSettled(takes);
      return outcomes.filter(({ status }) => status === 'fulfilled').length;
    };
    expect(await given(start)).toBe(10);
    expect(await given(after(30_000))).toBe(3);
    expect(await given(after(1_000_000))).toBe(10);
  });

  it('tells policy and state in its headers', async () => {
    const state = await take();
    expect(rateHeaders([state])).toEqual({
      ratelimit: '"test";r=9;t=10',
      'ratelimit-policy': '"test";q=10;w=100',
    });
    expect(rateHeaders([])).toEqual({});
  });

  it('tells them on a refusal too', async () => {
    await empty();
    await expect(take()).rejects.toEqual(limited({ ratelimit: '"test";r=0;t=100' }));
  });
});
