import * as z from 'zod';
import { defineRoute } from '../../../lib/http/route.ts';
import { html } from '../shared.ts';

/** Anything of a length that a token can have: the page itself says what is wrong with another. */
const accountPageQuery = z.strictObject({
  token: z.string().max(4096).optional().meta({
    description: 'From the mail; the script of the page reads it, the server does not',
  }),
});

/** What the contracts of these pages share. */
const accountPage = {
  method: 'GET',
  description:
    'Where the link of a mail leads unless `webUrl` names a web client. In Korean or English, by `Accept-Language`.',
  auth: 'public',
  query: accountPageQuery,
  responses: { 200: { description: 'A page', contentType: html } },
  errors: [],
  examples: {},
  needs: {},
} as const;

export const getVerifyEmailPage = defineRoute({
  ...accountPage,
  id: 'platform.getVerifyEmailPage',
  path: '/verify-email',
  summary: 'Open the page that verifies an e-mail address',
});

export const getResetPasswordPage = defineRoute({
  ...accountPage,
  id: 'platform.getResetPasswordPage',
  path: '/reset-password',
  summary: 'Open the page that resets a password',
});

export const getUndoPasswordChangePage = defineRoute({
  ...accountPage,
  id: 'platform.getUndoPasswordChangePage',
  path: '/undo-password-change',
  summary: 'Open the page that undoes a password change',
});

export const getAcceptInvitationPage = defineRoute({
  ...accountPage,
  id: 'platform.getAcceptInvitationPage',
  path: '/accept-invitation',
  summary: 'Open the page that accepts an invitation to a company',
});
