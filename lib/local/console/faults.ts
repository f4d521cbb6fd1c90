import * as z from 'zod';
import { type Faults, faultKinds } from '../front/faults.ts';
import { services } from '../front/protocols.ts';
import { ConsoleProblem, type ConsoleRoute } from './reply.ts';

const rule = z.strictObject({
  service: z.enum(services),
  operation: z.string().optional(),
  kind: z.enum(faultKinds),
  nth: z.int().min(1).default(1),
  count: z.int().min(1).default(1),
  functionId: z.string().optional(),
  requestId: z.string().optional(),
});

/** The faults that are to happen to calls of the functions. */
export const faultRoutes = (faults: Faults): ConsoleRoute[] => [
  ['GET', '/faults', async () => faults.list()],
  [
    'POST',
    '/faults',
    async ({ body }) => {
      const parsed = rule.safeParse(body);
      if (!parsed.success) throw new ConsoleProblem(400, 'invalid', z.prettifyError(parsed.error));
      faults.add(parsed.data);
      return faults.list();
    },
  ],
  [
    'DELETE',
    '/faults',
    async () => {
      faults.clear();
      return faults.list();
    },
  ],
];
