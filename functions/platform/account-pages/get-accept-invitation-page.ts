import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { getAcceptInvitationPage } from '../../../lib/platform/account-pages/get-accept-invitation-page.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(routes.getAcceptInvitationPage, ({ headers }) =>
  getAcceptInvitationPage(headers['accept-language']),
);
