import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { Reply } from '../../../lib/http/reply.ts';
import { getDocs } from '../docs/routes.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(
  routes.getRoot,
  () => new Reply(302, undefined, { location: getDocs.path }),
);
