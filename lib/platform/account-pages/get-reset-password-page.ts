import type { Reply } from '../../http/reply.ts';
import { showAccountPage } from './account-pages.ts';

export const getResetPasswordPage = (acceptLanguage: string | undefined): Reply<200, string> =>
  showAccountPage('resetPassword', acceptLanguage);
