import { handle } from '../../lib/http/handle.ts';
import { replaceNotificationPreferences } from '../../lib/identity/notification-preferences.ts';
import { putNotificationPreferences } from './routes.ts';

export const handler = handle(putNotificationPreferences, ({ ctx, body }) =>
  replaceNotificationPreferences(ctx, body),
);
