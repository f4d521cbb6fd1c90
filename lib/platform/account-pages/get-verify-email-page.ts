import type { Reply } from '../../http/reply.ts';
import { showAccountPage } from './account-pages.ts';

export const getVerifyEmailPage = (acceptLanguage: string | undefined): Reply<200, string> =>
  showAccountPage('verifyEmail', acceptLanguage);
