import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { getUndoPasswordChangePage } from '../../../lib/platform/account-pages/get-undo-password-change-page.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(routes.getUndoPasswordChangePage, ({ headers }) =>
  getUndoPasswordChangePage(headers['accept-language']),
);
