import * as z from 'zod';
import { taskName } from '../../cron/task.ts';
import { ConsoleProblem, type ConsoleRoute } from './reply.ts';
import type { Stack } from './stack.ts';

const run = z.strictObject({
  at: z.iso.datetime({ offset: true }).optional(),
  force: z.boolean().default(false),
});

/** The scheduled tasks, and running one by hand. */
export const taskRoutes = (stack: Stack): ConsoleRoute[] => [
  [
    'GET',
    '/tasks',
    () =>
      Promise.all(
        stack.tasks().map(async (task) => {
          const name = taskName(task);
          const { summary, schedule, zone } = task;
          return { name, summary, schedule, zone, lastRun: (await stack.lastRun(name)) ?? null };
        }),
      ),
  ],
  [
    'POST',
    '/tasks/*',
    async ({ params: [name = ''], body }) => {
      if (!stack.tasks().some((task) => taskName(task) === name)) {
        throw new ConsoleProblem(404, 'not_found', `There is no task ${name}`);
      }
      const parsed = run.safeParse(body);
      if (!parsed.success) {
        throw new ConsoleProblem(
          400,
          'invalid',
          'Send { "at": "2030-01-01T00:00:00Z", "force": true } or {}',
        );
      }
      const { at, force } = parsed.data;
      const time = at === undefined ? undefined : new Date(at);
      const scheduledTime = await stack.runTask(name, time, force);
      return { name, scheduledTime };
    },
  ],
];
