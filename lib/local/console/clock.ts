import * as z from 'zod';
import { ConsoleProblem, type ConsoleRoute } from './reply.ts';
import type { Stack } from './stack.ts';

const setting = z.union([
  z.strictObject({ advanceSeconds: z.number() }),
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({}),
]);

const farthest = 8.64e15;

/** The clock that handlers, workers and schedules see. */
export const clockRoutes = (stack: Stack): ConsoleRoute[] => [
  ['GET', '/clock', async () => shown(stack)],
  [
    'POST',
    '/clock',
    async ({ body }) => {
      const parsed = setting.safeParse(body);
      const offset = parsed.success ? offsetOf(parsed.data, stack.clockOffset()) : Number.NaN;
      if (!(Math.abs(Date.now() + offset) < farthest)) {
        const ways = 'Send { "advanceSeconds": 60 }, { "now": "2030-01-01T00:00:00Z" } or {}';
        throw new ConsoleProblem(400, 'invalid', ways);
      }
      stack.setClockOffset(offset);
      return shown(stack);
    },
  ],
];

function offsetOf(to: z.infer<typeof setting>, present: number): number {
  if ('advanceSeconds' in to) return present + to.advanceSeconds * 1000;
  return 'now' in to ? new Date(to.now).getTime() - Date.now() : 0;
}

function shown(stack: Stack) {
  const offset = stack.clockOffset();
  return { now: new Date(Date.now() + offset).toISOString(), offsetSeconds: offset / 1000 };
}
