import { handleWithoutTable } from '../../lib/http/handle-without-table.ts';
import { showAccountPage } from '../../lib/platform/account-pages.ts';
import { getVerifyEmailPage } from './routes.ts';

export const handler = handleWithoutTable(getVerifyEmailPage, ({ headers }) =>
  showAccountPage('verifyEmail', headers['accept-language']),
);
