import { handle } from '../../../lib/http/handle.ts';
import { getNotificationPreferences } from '../../../lib/notifications/get-notification-preferences.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getNotificationPreferences, ({ ctx }) =>
  getNotificationPreferences(ctx),
);
