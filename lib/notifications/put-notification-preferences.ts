import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { write } from '../model/write.ts';
import { NotificationPreferences } from './notification-preferences.entity.ts';
import { toView } from './notification-preferences.ts';
import type {
  NotificationPreferencesInput,
  NotificationPreferencesView,
} from './notification-preferences-schema.ts';

/** Replaces what the caller chose; what is left out is as it is for everybody. */
export function putNotificationPreferences(
  ctx: Context<UserCaller>,
  chosen: NotificationPreferencesInput,
): Promise<NotificationPreferencesView> {
  const { userId } = ctx.caller;
  const item = { userId, chosen, updatedAt: ctx.now.toISOString() };
  return ctx.commit([write(NotificationPreferences.put(item))], toView(chosen));
}
