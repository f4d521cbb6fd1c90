import { handleWithoutTable } from '../../lib/http/handle-without-table.ts';
import { showAccountPage } from '../../lib/platform/account-pages.ts';
import { getResetPasswordPage } from './routes.ts';

export const handler = handleWithoutTable(getResetPasswordPage, ({ headers }) =>
  showAccountPage('resetPassword', headers['accept-language']),
);
