import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { NotificationPreferences } from './notification-preferences.entity.ts';
import { toView } from './notification-preferences.ts';
import type { NotificationPreferencesView } from './notification-preferences-schema.ts';

/** How the caller wants to be told of what. */

export async function getNotificationPreferences({
  caller,
}: Context<UserCaller>): Promise<NotificationPreferencesView> {
  const { userId } = caller;
  const { data } = await NotificationPreferences.get({ userId }).go({ consistent: true });
  return toView(data?.chosen ?? {});
}
