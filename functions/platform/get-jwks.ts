import { readVerificationKeys } from '../../lib/auth/keys.ts';
import { handle } from '../../lib/http/handle.ts';
import { Reply } from '../../lib/http/reply.ts';
import { getJwks } from './routes.ts';

export const handler = handle(
  getJwks,
  async () =>
    new Reply(200, await readVerificationKeys(), { 'cache-control': 'public, max-age=60' }),
);
