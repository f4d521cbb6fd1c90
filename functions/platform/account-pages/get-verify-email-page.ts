import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { getVerifyEmailPage } from '../../../lib/platform/account-pages/get-verify-email-page.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(routes.getVerifyEmailPage, ({ headers }) =>
  getVerifyEmailPage(headers['accept-language']),
);
