import { handleWithoutTable } from '../../lib/http/handle-without-table.ts';
import { Reply } from '../../lib/http/reply.ts';
import { getDocs, getRoot } from './routes.ts';

export const handler = handleWithoutTable(
  getRoot,
  () => new Reply(302, undefined, { location: getDocs.path }),
);
