import type { EntityItem } from 'electrodb';
import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { one } from '../model/read.ts';
import { write } from '../model/write.ts';
import { NotificationPreferences } from './notification-preferences.entity.ts';
import {
  type NotificationPreferencesInput,
  type NotificationPreferencesView,
  type NotificationTopic,
  notificationTopics,
} from './notification-preferences-schema.ts';

/** Mail is for what waits for an answer. */
const mailedTopics: ReadonlySet<string> = new Set(['exchange', 'invitation', 'license']);

/** How the caller wants to be told of what. */
export async function readNotificationPreferences({
  caller,
}: Context<UserCaller>): Promise<NotificationPreferencesView> {
  const { userId } = caller;
  const { data } = await NotificationPreferences.get({ userId }).go({ consistent: true });
  return toView(data?.chosen ?? {});
}

/** Names what a user chose, to be read together with others' items. */
export const preferencesRead = (userId: string) => one(NotificationPreferences, { userId });

/** Whether somebody who chose this is told of something by their inbox. */
export const wantsInInbox = (
  preferences: EntityItem<typeof NotificationPreferences> | null,
  topic: NotificationTopic,
): boolean => toView(preferences?.chosen ?? {}).topics[topic].inbox;

/** Replaces what the caller chose; what is left out is as it is for everybody. */
export function replaceNotificationPreferences(
  ctx: Context<UserCaller>,
  chosen: NotificationPreferencesInput,
): Promise<NotificationPreferencesView> {
  const { userId } = ctx.caller;
  const item = { userId, chosen, updatedAt: ctx.now.toISOString() };
  return ctx.commit([write<never>(NotificationPreferences.put(item))], toView(chosen));
}

function toView({
  topics = {},
  quietHours = null,
}: NotificationPreferencesInput): NotificationPreferencesView {
  const entries = notificationTopics.map((topic) => [
    topic,
    { push: true, mail: mailedTopics.has(topic), inbox: true, ...topics[topic] },
  ]);
  return { topics: Object.fromEntries(entries), quietHours };
}
