import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { forgotPassword } from '../../../functions/identity/recovery/routes.ts';
import { resendVerification, signUp } from '../../../functions/identity/sign-up/routes.ts';
import { config } from '../../../lib/config.ts';
import { takeInContainer } from '../../../lib/http/container-limit.ts';
import { handle } from '../../../lib/http/handle.ts';
import { defineRoute, type RateLimit } from '../../../lib/http/route.ts';
import type { Answer } from '../../support/answer.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { invoke } from '../../support/invoke.ts';
import { createWorld } from '../../support/world.ts';

// Ten at once, then one every ten seconds.
const limit: RateLimit = {
  name: 'test',
  by: 'account',
  perContainer: true,
  perMinute: 6 / config.rateLimitFactor,
  burst: 10 / config.rateLimitFactor,
};
const start = new Date('2026-11-21T09:00:00.000Z');
const after = (milliseconds: number) => new Date(start.getTime() + milliseconds);
const limited = /Too many requests/;

describeInProcess('takeInContainer', () => {
  let subject: string;
  beforeEach(() => {
    subject = randomUUID();
  });

  const take = (time = start, whose = subject) => takeInContainer('test.route', limit, whose, time);
  const empty = () => Array.from({ length: 10 }, () => take().remaining);

  it('gives the burst, refuses, and refills one by one', () => {
    expect(empty()).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    for (let refused = 0; refused < 5; refused++) expect(() => take()).toThrow(limited);
    expect(() => take(after(9_999))).toThrow(limited);
    expect(take(after(10_000)).remaining).toBe(0);
    expect(take(after(40_000)).remaining).toBe(2);
    expect(take(after(86_400_000)).remaining).toBe(9);
  });

  it('is one a subject, and full again once the clock is set back', () => {
    empty();
    expect(take(start, randomUUID()).remaining).toBe(9);
    expect(take(after(-3_600_000)).remaining).toBe(9);
  });

  it('forgets who has not come for longest, and holds no more than it may', () => {
    empty();
    for (let other = 0; other < 10_000; other++) take(start, `${subject} ${other}`);
    expect(take().remaining).toBe(9);
    expect(take(start, `${subject} 9999`).remaining).toBe(8);
  });
});

describeInProcess('a limit that each container counts', () => {
  it('is refused when it is empty', async () => {
    const takes: Answer[] = [];
    const route = defineRoute({
      id: 'test.limited',
      method: 'POST',
      path: '/test',
      summary: 'Take little',
      auth: 'public',
      rateLimits: [{ ...limit, by: 'source' }],
      body: z.strictObject({}),
      responses: { 200: z.object({}) },
      errors: [],
      examples: {},
      needs: {},
    });
    const handler = handle(route, () => ({}));
    for (let taken = 0; taken < 11; taken++) {
      takes.push(await invoke(handler, { method: 'POST', body: {}, sourceIp: '192.0.2.77' }));
    }
    for (const given of takes.slice(0, 10)) expect(given).toHaveStatus(200);
    expect(takes[10]).toBeProblem('request.rate_limited');
  });
});

describeInProcess('mails that somebody has sent to an address', () => {
  it('draw from one bucket, by whichever route', async () => {
    const world = await createWorld({ env: { RATE_LIMIT_FACTOR: '1' } });
    const email = `${randomUUID()}@example.com`;
    const body = { email, password: 'three blue lanterns', name: 'Kim' };
    const forAddress = { body: { email } };
    const statuses = [
      await world.call(signUp, { body }),
      await world.call(resendVerification, forAddress),
      await world.call(forgotPassword, forAddress),
      await world.call(resendVerification, forAddress),
      await world.call(forgotPassword, forAddress),
      await world.call(resendVerification, forAddress),
      await world.call(signUp, { body }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([201, 202, 202, 202, 202, 429, 429]);
  });
});
