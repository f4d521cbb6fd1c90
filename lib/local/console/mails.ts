import { readMails } from '../services/mails.ts';
import type { ConsoleRoute } from './reply.ts';
import type { Stack } from './stack.ts';

/** The mails that would have been sent, newest first. */
export const mailRoutes = ({ sesAddress }: Stack): ConsoleRoute[] => [
  [
    'GET',
    '/mails',
    ({ query }) => {
      const to = query.get('to');
      return readMails(sesAddress, to === null ? {} : { to });
    },
  ],
];
