import { handleWithoutTable } from '../../lib/http/handle-without-table.ts';
import { showAccountPage } from '../../lib/platform/account-pages.ts';
import { getUndoPasswordChangePage } from './routes.ts';

export const handler = handleWithoutTable(getUndoPasswordChangePage, ({ headers }) =>
  showAccountPage('undoPasswordChange', headers['accept-language']),
);
