import * as z from 'zod';
import { defineRoute } from '../../../lib/http/route.ts';
import { html } from '../shared.ts';

/** Anything of a length that a token can have: the page itself says what is wrong with another. */
const accountPageQuery = z.strictObject({
  token: z.string().max(4096).optional().meta({
    description: 'From the mail; the script of the page reads it, the server does not',
  }),
});

const accountPageDescription =
  'Where the link of a mail leads unless `webUrl` names a web client. In Korean or English, by `Accept-Language`.';

export const getVerifyEmailPage = defineRoute({
  id: 'platform.getVerifyEmailPage',
  method: 'GET',
  path: '/verify-email',
  summary: 'Open the page that verifies an e-mail address',
  description: accountPageDescription,
  auth: 'public',
  query: accountPageQuery,
  responses: { 200: { description: 'A page', contentType: html } },
  errors: [],
  examples: {},
  needs: {},
});

export const getResetPasswordPage = defineRoute({
  id: 'platform.getResetPasswordPage',
  method: 'GET',
  path: '/reset-password',
  summary: 'Open the page that resets a password',
  description: accountPageDescription,
  auth: 'public',
  query: accountPageQuery,
  responses: { 200: { description: 'A page', contentType: html } },
  errors: [],
  examples: {},
  needs: {},
});

export const getUndoPasswordChangePage = defineRoute({
  id: 'platform.getUndoPasswordChangePage',
  method: 'GET',
  path: '/undo-password-change',
  summary: 'Open the page that undoes a password change',
  description: accountPageDescription,
  auth: 'public',
  query: accountPageQuery,
  responses: { 200: { description: 'A page', contentType: html } },
  errors: [],
  examples: {},
  needs: {},
});

export const getAcceptInvitationPage = defineRoute({
  id: 'platform.getAcceptInvitationPage',
  method: 'GET',
  path: '/accept-invitation',
  summary: 'Open the page that accepts an invitation to a company',
  description: accountPageDescription,
  auth: 'public',
  query: accountPageQuery,
  responses: { 200: { description: 'A page', contentType: html } },
  errors: [],
  examples: {},
  needs: {},
});
