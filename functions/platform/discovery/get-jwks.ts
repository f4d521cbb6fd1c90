import { publishedKeysAge, readVerificationKeys } from '../../../lib/auth/keys.ts';
import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { Reply } from '../../../lib/http/reply.ts';
import * as routes from './routes.ts';

const { containerMilliseconds, clientSeconds } = publishedKeysAge;

export const handler = handleWithoutTable(
  routes.getJwks,
  async () =>
    new Reply(200, await readVerificationKeys(containerMilliseconds), {
      'cache-control': `public, max-age=${clientSeconds}`,
    }),
);
