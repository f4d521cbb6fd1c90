import { handle } from '../../lib/http/handle.ts';
import { readNotificationPreferences } from '../../lib/identity/notification-preferences.ts';
import { getNotificationPreferences } from './routes.ts';

export const handler = handle(getNotificationPreferences, ({ ctx }) =>
  readNotificationPreferences(ctx),
);
