import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { getResetPasswordPage } from '../../../lib/platform/account-pages/get-reset-password-page.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(routes.getResetPasswordPage, ({ headers }) =>
  getResetPasswordPage(headers['accept-language']),
);
