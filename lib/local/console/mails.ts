import type { ConsoleRoute } from './reply.ts';
import type { Stack } from './stack.ts';

/** The mails that would have been sent, newest first, and what every mail looks like. */
export const mailRoutes = (stack: Stack): ConsoleRoute[] => [
  [
    'GET',
    '/mails',
    ({ query }) => {
      const to = query.get('to');
      return stack.mails(to === null ? {} : { to });
    },
  ],
  [
    'GET',
    '/mail-previews',
    async () =>
      (await stack.mailPreviews()).map(({ name, locale, mail }) => ({ name, locale, ...mail })),
  ],
];
