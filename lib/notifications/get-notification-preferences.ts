import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { find } from '../model/read.ts';
import { NotificationPreferences } from './notification-preferences.entity.ts';
import { toView } from './notification-preferences.ts';
import type { NotificationPreferencesView } from './notification-preferences-schema.ts';

/** How the caller wants to be told of what. */
export async function getNotificationPreferences({
  caller,
}: Context<UserCaller>): Promise<NotificationPreferencesView> {
  const { userId } = caller;
  const preferences = await find(NotificationPreferences, { userId });
  return toView(preferences?.chosen ?? {});
}
