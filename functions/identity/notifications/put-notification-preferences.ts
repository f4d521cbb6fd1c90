import { handle } from '../../../lib/http/handle.ts';
import { putNotificationPreferences } from '../../../lib/notifications/put-notification-preferences.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.putNotificationPreferences, ({ ctx, body }) =>
  putNotificationPreferences(ctx, body),
);
