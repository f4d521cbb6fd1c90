import * as z from 'zod';
import { defineRoute } from '../../lib/http/route.ts';

export const ping = defineRoute({
  id: 'platform.ping',
  method: 'GET',
  path: '/ping',
  summary: 'Tell that the API answers',
  auth: 'public',
  responses: { 200: z.object({ message: z.literal('pong') }) },
  errors: [],
  examples: { response: { message: 'pong' } },
  needs: {},
});
