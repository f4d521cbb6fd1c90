import { publishedKeysAge, readVerificationKeys } from '../../lib/auth/keys.ts';
import { handle } from '../../lib/http/handle.ts';
import { Reply } from '../../lib/http/reply.ts';
import { getJwks } from './routes.ts';

const { containerMilliseconds, clientSeconds } = publishedKeysAge;

export const handler = handle(
  getJwks,
  async () =>
    new Reply(200, await readVerificationKeys(containerMilliseconds), {
      'cache-control': `public, max-age=${clientSeconds}`,
    }),
);
