import * as z from 'zod';
import { ConsoleProblem, type ConsoleRoute } from './reply.ts';
import type { Stack } from './stack.ts';

const order = z.strictObject({
  users: z.array(z.unknown()).min(1).max(100),
  admin: z.string().optional(),
});

/** Brings users from elsewhere, as `npm run import-users` does. */
export const importedUserRoutes = (stack: Stack): ConsoleRoute[] => [
  [
    'POST',
    '/imported-users',
    async ({ body }) => {
      const parsed = order.safeParse(body);
      if (!parsed.success) throw new ConsoleProblem(400, 'invalid', z.prettifyError(parsed.error));
      const { users, admin } = parsed.data;
      return { outcomes: await stack.importUsers(users, admin) };
    },
  ],
];
